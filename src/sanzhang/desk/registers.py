"""What the pages of the registers share: rows read page by page, what a form met, and the history of a thing."""

from collections.abc import Callable, Sequence
from typing import Any

import django_tables2 as tables
from django.conf import settings
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.listing import show_list
from sanzhang.desk.tables.columns import TIGHT
from sanzhang.desk.words import LEVELS, labelled, moment as moment, say, tell_all
from sanzhang.journal.models import Version
from sanzhang.journal.queries import authors
from sanzhang.packs import pack_for
from sanzhang.people.queries import names_of
from sanzhang.rules.problems import Problem, Problems


class ActionsColumn(tables.Column):  # type: ignore[misc]
    """Buttons of a row: ``record["actions"]``, each with a title and an address. Left out of exports."""

    def __init__(self) -> None:
        super().__init__(verbose_name="", orderable=False, empty_values=(), exclude_from_export=True, attrs=TIGHT)

    def render(self, record: Any) -> str:
        """The buttons."""
        buttons = ((action["url"], f"{action['title']} {record.get('name', '')}", action["title"]) for action in record["actions"])
        return format_html(
            '<span class="cluster">{}</span>', format_html_join("", '<a class="btn btn-sm" href="{}" aria-label="{}">{}</a>', buttons)
        )


def may(request: DeskRequest, power: str, area: str) -> bool:
    """Whether the user has ``power`` over ``area``."""
    return any(actor.may(power, area) for actor in request.actors)


def attempt(change: Callable[[], object]) -> list[dict[str, str]]:
    """Make ``change``, all of it or nothing; what stood in its way, in words, or nothing when it was made."""
    try:
        with transaction.atomic():
            change()
    except (Problem, Problems) as error:
        return tell_all(error)
    return []


def form_page(request: DeskRequest, form: Form, title: str, cancel_url: str, **context: Any) -> HttpResponse:
    """The page with one form."""
    return render(request, "desk/form_page.html", {"form": form, "title": title, "cancel_url": cancel_url, **context})


def show_register(
    request: DeskRequest, table: tables.Table, context: dict[str, Any], template: str = "desk/registers/list.html"
) -> HttpResponseBase:
    """The page of a register; an empty list says so in the table's own words, and what to do when filters made it empty."""
    words = {"empty_text": table.empty_text, "empty_next": _("换个条件再看，或清除筛选。") if request.GET else ""}
    return show_list(request, template, table, words | context)


def holder(held: Any) -> str:
    """The name of an appointment's holder, as ``appointments_visible_to`` gives it."""
    return held.name or "—"


def level_titles(county: str) -> dict[str, str]:
    """What areas of each level are called in the county: by its notice, or as usual."""
    said = pack_for(county, settings.DEFAULT_PACK).levels
    return {level: say(said[level]) if level in said else _(usual) for level, usual in LEVELS.items()}


def sector_titles(county: str) -> dict[str, str]:
    """The sectors of the county's pack in words."""
    return {sector.id: say(sector.title) for sector in pack_for(county, settings.DEFAULT_PACK).sectors}


def department_titles(county: str) -> dict[str, str]:
    """The departments of the county's pack in words, by sector."""
    return {sector.id: say(sector.department) for sector in pack_for(county, settings.DEFAULT_PACK).sectors}


def post_titles(county: str) -> dict[str, str]:
    """The posts of the county's pack in words."""
    return {post.id: say(post.title) for post in pack_for(county, settings.DEFAULT_PACK).posts}


def evidence_titles(county: str, origin: str = "") -> dict[str, str]:
    """The kinds of evidence of the county's pack in words; with ``origin``, those that come from such entries ("inspection.")."""
    kinds = pack_for(county, settings.DEFAULT_PACK).evidence
    return {kind.id: say(kind.title) for kind in kinds if not origin or any(come.startswith(origin) for come in kind.comes_from)}


def timeline(request: DeskRequest, versions: Sequence[Version], told: Callable[[Any], dict[str, str]]) -> list[dict[str, str]]:
    """The states of one thing, newest first, as what was changed from each to the next. ``told`` says a state in words, by label."""
    people = authors(request.scope, [version.entry for version in versions])
    names = names_of(list(people.values()))
    entries = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        now, then = told(version), told(before) if before else {}
        details = [
            labelled(label, f"{then.get(label) or '—'} → {now[label] or '—'}" if before else now[label])
            for label in now
            if now[label] != then.get(label, "")
        ]
        person = people.get(version.entry, "")
        entries.append(
            {
                "when": moment(version.recorded_at),
                "who": names.get(person, _("系统") if person == "system" else "—"),
                "what": _("变更") if before else _("登记"),
                "detail": _("；").join(details) or _("内容没有变化"),
            }
        )
    if versions and versions[0].superseded_at:
        entries.insert(0, {"when": moment(versions[0].superseded_at), "who": "", "what": _("撤回登记"), "detail": ""})
    return entries
