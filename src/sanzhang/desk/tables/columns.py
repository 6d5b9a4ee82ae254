"""Columns that several lists share."""

from datetime import date, datetime
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from sanzhang.desk.words import listed, moment, say
from sanzhang.standing.present import STATES


class StateColumn(tables.Column):  # type: ignore[misc]
    """A state as a pill; as a word in exports."""

    def render(self, value: Any, record: Any) -> str:
        """The pill."""
        return render_to_string("desk/parts/state.html", {"state": str(value)})

    def value(self, value: Any, **rest: Any) -> str:
        """The word."""
        return say(STATES[value])


class ClauseColumn(tables.Column):  # type: ignore[misc]
    """A clause's number with a link to its text."""

    def render(self, value: Any) -> str:
        """The chip."""
        return render_to_string("desk/parts/clause.html", {"number": value, "url": reverse("desk:notice") + f"#{value}"})

    def value(self, value: Any, **rest: Any) -> str:
        """The number."""
        return str(value)


class LinkColumn(tables.Column):  # type: ignore[misc]
    """Text that leads to the row's own page: ``record["url"]``."""

    def render(self, value: Any, record: Any) -> str:
        """The link."""
        return format_html('<a href="{}">{}</a>', record["url"], value)

    def value(self, value: Any, **rest: Any) -> Any:
        """The text."""
        return str(value)


class DayColumn(tables.Column):  # type: ignore[misc]
    """A day; in a workbook a day that can be reckoned with."""

    def render(self, value: date) -> str:
        """As pages write it."""
        return value.isoformat()

    def value(self, value: date, **rest: Any) -> date:
        """The day itself."""
        return value


class MomentColumn(tables.Column):  # type: ignore[misc]
    """A moment; in a workbook one that can be reckoned with."""

    def render(self, value: datetime) -> str:
        """As pages write it."""
        return moment(value)

    def value(self, value: datetime, **rest: Any) -> datetime:
        """The moment itself."""
        return value


class PillsColumn(tables.Column):  # type: ignore[misc]
    """A few words, each as a quiet pill; joined in exports."""

    def __init__(self, **options: Any) -> None:
        super().__init__(orderable=False, empty_values=(None, []), **options)

    def render(self, value: list[str]) -> str:
        """The pills."""
        return format_html(
            '<span class="cluster">{}</span>', format_html_join("", '<span class="pill">{}</span>', ((word,) for word in value))
        )

    def value(self, value: list[str], **rest: Any) -> str:
        """The words."""
        return listed(value)


NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
WIDE = {"td": {"class": "wide"}, "th": {"class": "wide"}}
TIGHT = {"td": {"class": "tight"}, "th": {"class": "tight"}}
STACK = {"class": "table-stack"}
