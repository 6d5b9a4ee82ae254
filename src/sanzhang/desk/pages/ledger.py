"""The duty ledger: area × duty × period, and every figure down to its clause and records."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.evidence import evidence_lines, step_page
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.listing import show_list
from sanzhang.desk.registers import level_titles
from sanzhang.desk.seen import board_for, board_holding, seen
from sanzhang.desk.tables.standing import LedgerTable, ledger as ledger_of, ledger_rows
from sanzhang.desk.words import CADENCES, listed, period_words, say
from sanzhang.records.models import Exemption
from sanzhang.rules.areas import LENGTHS
from sanzhang.rules.evidence import doers_of
from sanzhang.rules.standing import Standing, State
from sanzhang.standing.board import Board
from sanzhang.standing.present import REASON_TITLES, STATES

RECENT = timedelta(days=92)


class LedgerFilter(forms.Form):
    """What of the ledger is shown."""

    area = forms.ChoiceField(label=gettext_lazy("区划"), required=False)
    duty = forms.ChoiceField(label=gettext_lazy("事项"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("情况"), required=False)
    post = forms.ChoiceField(label=gettext_lazy("责任岗位"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("只看我的"), required=False)
    recent = forms.BooleanField(label=gettext_lazy("只看近三个月"), required=False)
    as_of = forms.DateField(label=gettext_lazy("截至"), required=False, widget=DayInput())
    known_at = forms.DateField(label=gettext_lazy("按当时所知"), required=False, widget=DayInput())

    def __init__(self, board: Board, visible: list[Standing], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("全部"))]
        codes = sorted(
            {code[:length] for code in {standing.obligation.area for standing in visible} for length in (6, 9, 12) if len(code) >= length}
        )
        indents = {6: "", 9: "\u2003", 12: "\u2003\u2003"}
        self._offer("area", every + [(code, indents[len(code)] + board.area_name(code)) for code in codes])
        duties = {standing.obligation.duty.id: standing.obligation.duty for standing in visible}
        self._offer("duty", every + [(duty.id, f"{duty.clause} {say(duty.title)}") for duty in duties.values()])
        self._offer("state", every + [(str(state), say(title)) for state, title in STATES.items()])
        owed_by = {duty.owed_by for duty in duties.values()}
        self._offer("post", every + [(post.id, say(post.title)) for post in board.pack.posts if post.id in owed_by])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices


@needs("view.area")
def ledger(request: DeskRequest) -> HttpResponseBase:
    """Every obligation inside the user's scope, filtered."""
    board = board_for(request)
    visible = seen(board, request.scope)
    form = LedgerFilter(board, visible, request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    shown = [standing for standing in visible if _is_wanted(standing, chosen, request.user.person, board)]
    table = LedgerTable(ledger_of(board, shown))
    return show_list(
        request,
        "desk/ledger.html",
        table,
        {
            "title": _("履职台账"),
            "form": form,
            "board": board,
            "empty_text": _("没有符合条件的事项。"),
            "empty_next": _("换个条件再看，或清除筛选。") if request.GET else _("辖区内有任职和区划后，事项会自动列出。"),
        },
    )


def _is_wanted(standing: Standing, chosen: dict[str, Any], person: str, board: Board) -> bool:
    obligation = standing.obligation
    states = {str(State.MET), str(State.MET_LATE)} if chosen.get("state") == State.MET else {chosen.get("state")}
    return (
        obligation.area.startswith(chosen.get("area") or "")
        and chosen.get("duty") in ("", None, obligation.duty.id)
        and (not chosen.get("state") or standing.state in states)
        and chosen.get("post") in ("", None, obligation.duty.owed_by)
        and (not chosen.get("mine") or bool(standing.owner and standing.owner.person == person))
        and (not chosen.get("recent") or obligation.window.due >= board.as_of - RECENT)
    )


@needs("view.area")
def matrix(request: DeskRequest, duty_id: str) -> HttpResponse:
    """One duty: areas down, periods across."""
    board = board_for(request)
    duty = board.duties.get(duty_id)
    standings = [standing for standing in seen(board, request.scope) if standing.obligation.duty.id == duty_id]
    if duty is None or not standings:
        raise Http404
    if duty.trigger:
        # Begun by single cases, not by the calendar: there are no periods to lay side by side.
        return redirect(f"{reverse('desk:ledger')}?duty={duty_id}")
    periods = sorted({(standing.obligation.window.start, standing.obligation.window.key) for standing in standings})[-24:]
    cells = {(standing.obligation.area, standing.obligation.sector, standing.obligation.window.key): standing for standing in standings}
    sectors = {sector.id: say(sector.title) for sector in board.pack.sectors}
    rows = [
        {
            "area": board.area_name(area),
            "sector": sectors.get(sector, ""),
            "cells": [cells.get((area, sector, key)) for _start, key in periods],
        }
        for area, sector in sorted({(area, sector) for area, sector, _key in cells})
    ]
    context = {
        "duty": duty,
        "rows": rows,
        "periods": [period_words(key) for _start, key in periods],
        "board": board,
        "asks": _asks(board, standings[-1]),
    }
    return render(request, "desk/matrix.html", context)


@needs("view.area")
def obligation(request: DeskRequest, key: str) -> HttpResponse:
    """One obligation: the clause that asks for it, who answers for it, the records that count, and what would count."""
    board = board_holding(request, key)
    standing = board.by_key.get(key)
    if standing is None or not request.scope.covers(standing.obligation.area, standing.obligation.sector):
        raise Http404
    duty = standing.obligation.duty
    kinds = {kind.id: kind for kind in board.pack.evidence}
    records = evidence_lines(request.scope, board, standing.records)
    context = {
        "standing": standing,
        "row": ledger_rows(board, [standing])[0],
        "clause": next(clause for clause in board.pack.clauses if clause.number == duty.clause),
        "duty": duty,
        "asks": _asks(board, standing),
        "holders": [{"name": board.people.get(held.person, "—"), "start": held.start, "end": held.end} for held in standing.holders],
        "reason": say(REASON_TITLES.get(standing.reason)) or standing.reason,
        "records": records,
        "lifted": evidence_lines(request.scope, board, (standing.lifted_by,) if standing.lifted_by else ()),
        "hidden": standing.counted - len(records),
        "record_links": _record_links(request, standing, kinds),
        "exemption": Exemption.objects.filter(duty=duty.id, area=standing.obligation.area, period=standing.obligation.window.key).first(),
        "may_exempt": any(actor.may("grant.exemptions", standing.obligation.area) for actor in request.actors),
        "board": board,
    }
    return render(request, "desk/obligation.html", context)


def _asks(board: Board, standing: Standing) -> list[dict[str, Any]]:
    """The duty in words: who, what counts, how often, by when. Numbers that the notice leaves open are marked."""
    duty, window = standing.obligation.duty, standing.obligation.window
    kinds = {kind.id: kind for kind in board.pack.evidence}
    posts = board.posts
    parties = {
        **{name: say(title) for name, title in board.pack.parties.items()},
        **{post.id: say(post.title) for post in board.pack.posts},
    }
    facts: list[dict[str, Any]] = [
        {"label": _("由谁负责"), "value": say(posts[duty.owed_by].title)},
        {"label": _("以什么为证"), "value": listed(say(kinds[kind].title) for kind in duty.evidence)},
        {"label": _("谁做算数"), "value": listed(sorted(say(posts[post].title) for post in doers_of(board.pack, duty)))},
        {"label": _("至少"), "value": _("%(n)s 次") % {"n": window.at_least}, "undecided": _is_undecided(board, duty.at_least, window)},
    ]
    if duty.every:
        cadence = board.parameters.cadence(duty.every, window.start)
        facts.append({"label": _("多久一次"), "value": _(CADENCES[cadence]), "undecided": _is_undecided(board, duty.every, window)})
    if duty.within_days is not None:
        facts.append({"label": _("期限"), "value": window.due.isoformat(), "undecided": _is_undecided(board, duty.within_days, window)})
    if duty.parties:
        facts.append({"label": _("须参加"), "value": listed(parties[party] for party in duty.parties)})
    if duty.parties_any:
        facts.append({"label": _("至少一方参加"), "value": listed(parties[party] for party in duty.parties_any)})
    level = next(level for level, length in LENGTHS.items() if length == len(standing.obligation.area))
    return [*facts, {"label": _("按什么计"), "value": _("每个%(level)s分别计") % {"level": level_titles(board.facts.county)[level]}}]


def _is_undecided(board: Board, value: Any, window: Any) -> bool:
    """Whether a number comes from an open parameter that nobody has decided yet."""
    name = getattr(value, "parameter", "")
    return bool(name) and not board.parameters.current(name, window.start).decided_by


def _record_links(request: DeskRequest, standing: Standing, kinds: dict[str, Any]) -> list[dict[str, str]]:
    """Forms with which this user can record what counts for the obligation; a hazard and a case have their forms on their own pages."""
    obligation = standing.obligation
    if standing.state in (State.MET, State.MET_LATE, State.EXEMPT, State.MISSED):
        return []
    if page := step_page(request.scope, obligation.trigger):
        return [{"title": _("打开这处隐患") if page.hazard else _("打开这一件"), "url": page.url}]
    query = f"area={obligation.area}" + (f"&refers_to={obligation.trigger}" if obligation.trigger else "")
    if standing.state is State.OVERDUE and not obligation.trigger and obligation.window.key != "once":
        query += f"&for_period={obligation.window.key}"
    return [
        {"title": say(kinds[kind].title), "url": f"{reverse('desk:record_new', args=[kind])}?{query}"}
        for kind in obligation.duty.evidence
        if any(f"record.{kind}" in actor.powers for actor in request.actors)
    ]
