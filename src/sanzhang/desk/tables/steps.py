"""What the lists of hazards and of cases share: titles of states and steps, the moment of each step as columns of a file."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext

from sanzhang.desk.tables.columns import LinkColumn, MomentColumn
from sanzhang.desk.words import listed, moment, say
from sanzhang.hazards.states import CYCLE, SETTLED_TITLE, Event
from sanzhang.rules.lifecycle import LifeCycle

BREAK = SafeString("<br>")
LETTERS = 60


class DeadlineColumn(tables.Column):  # type: ignore[misc]
    """By when the next step is due, with the days that are left or gone; the day alone in files. ``value`` is what ``countdown`` says."""

    def render(self, value: dict[str, Any]) -> str:
        """The day, and how many days are left; how late it is the state says."""
        day = value["due"].isoformat() if value["due"] else ""
        if value["late"] or not value["words"]:
            return day or "—"
        return format_html('{}{}<span class="muted small">{}</span>', day, BREAK if day else "", value["words"])

    def value(self, value: dict[str, Any], **rest: Any) -> Any:
        """The day."""
        return value["due"]


class ShortLinkColumn(LinkColumn):
    """Text that leads to the row's own page, as much of it as a list has room for; the whole in files."""

    def render(self, value: Any, record: Any) -> str:
        """The link."""
        return super().render(Truncator(value).chars(LETTERS), record)


class NextColumn(tables.Column):  # type: ignore[misc]
    """The step that is expected, and below it who owes it: ``record["owner"]``, which has a column of its own in files."""

    def render(self, value: str, record: Any) -> str:
        """Both."""
        return format_html('{}<br><span class="muted small">{}</span>', value, record["owner"])

    def value(self, value: str, **rest: Any) -> str:
        """The step."""
        return value


def state_title(table: LifeCycle, state: str) -> str:
    """A state in words; one that the table no longer has as it is."""
    found = table.by_state.get(state)
    return say(found.title) if found else state


def event_title(table: LifeCycle, event: str) -> str:
    """A step in words."""
    title = table.title_of(event)
    return say(title) if title else gettext(SETTLED_TITLE) if event == Event.SETTLED else event


def moment_columns(table: LifeCycle) -> list[tuple[str, tables.Column]]:
    """A column for each step that the table knows, and for settling of hazards: when it was taken. For files only."""
    events = dict.fromkeys([*(step.event for step in table.steps), *([Event.SETTLED] if table.id == CYCLE else [])])
    return [(f"at_{event}", MomentColumn(verbose_name=moment_title(table, event), orderable=False, visible=False)) for event in events]


def moment_title(table: LifeCycle, event: str) -> str:
    """The heading of such a column."""
    return gettext("%(step)s（时间）") % {"step": event_title(table, event)}


def moments_of(steps: Iterable[Any]) -> dict[str, datetime | str]:
    """The moment of each kind of step, by the name of its column; of one that was taken several times all moments, in words."""
    found: dict[str, datetime | str] = {}
    several: dict[str, list[datetime]] = {}
    for step in steps:
        name, when = f"at_{step.event}", step.occurred_at
        first = found.setdefault(name, when)
        if first is not when and isinstance(first, datetime):
            several.setdefault(name, [first]).append(when)
    for name, moments in several.items():
        found[name] = listed(moment(when) for when in moments)
    return found


def numbers_of(steps: Iterable[Any]) -> str:
    """The numbers of all papers that went with the steps."""
    return listed(str(step.data["number"]) for step in steps if step.data.get("number"))
