"""Home: what do I owe, what must I decide, how does my area stand."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.desk.access import DeskRequest, signed_in
from sanzhang.desk.checked import hazard_word
from sanzhang.desk.seen import board_for, helps_with, seen, seen_proposals
from sanzhang.desk.supervised import supervised
from sanzhang.desk.tables.standing import RANKS, ledger_rows
from sanzhang.hazards.queries import counts
from sanzhang.journal.actors import Scope
from sanzhang.rules.standing import Standing, State
from sanzhang.standing.board import Board

SOON = timedelta(days=7)
LOOKED_BACK = timedelta(days=92)
ACTIONABLE = (State.OVERDUE, State.OPEN)


@signed_in
def home(request: DeskRequest) -> HttpResponse:
    """The first page after signing in."""
    if not request.scope.places:
        return render(request, "desk/home_other.html")
    board = board_for(request)
    visible = seen(board, request.scope)
    mine = [standing for standing in visible if standing.owner and standing.owner.person == request.user.person]
    todo = sorted((standing for standing in mine if standing.state in ACTIONABLE), key=_urgency)
    helping = sorted(
        (standing for standing in visible if standing.state in ACTIONABLE and helps_with(request, board, standing)), key=_urgency
    )
    missed = [
        standing for standing in mine if standing.state is State.MISSED and standing.obligation.window.due >= board.as_of - LOOKED_BACK
    ]
    return render(
        request,
        "desk/home.html",
        {
            "todo": _grouped(board, todo),
            "helping": _grouped(board, helping),
            "missed": _grouped(board, missed),
            "mine_url": reverse("desk:ledger") + "?mine=on",
            "figures": _figures(board, visible),
            "decisions": _decisions(request, board),
            "gaps": _gaps(board, request.scope),
            "areas": _areas(board, visible),
            "hazards": _hazards(request),
            "supervised": supervised(request),
            "board": board,
        },
    )


def _urgency(standing: Standing) -> tuple[int, date]:
    """What is late first, then what is due first."""
    return RANKS[standing.state], standing.obligation.window.due


def _grouped(board: Board, standings: list[Standing]) -> list[dict[str, Any]]:
    """The same duty in the same period over several areas is one line that leads to all of them."""
    groups: dict[tuple[str, str, str], list[Standing]] = {}
    for standing in standings:
        key = standing.obligation.duty.id, standing.obligation.window.key, str(standing.state)
        groups.setdefault(key, []).append(standing)
    rows = []
    for (duty, _period, state), group in groups.items():
        row = ledger_rows(board, group[:1])[0]
        row["soon"] = row["due"] - board.as_of <= SOON
        if len(group) > 1:
            row["area"] = _("%(area)s等 %(n)s 处") % {"area": row["area"], "n": len(group)}
            row["counted"] = ""
            row["url"] = f"{reverse('desk:ledger')}?mine=on&duty={duty}&state={state}"
        rows.append(row)
    return rows


def _shows(board: Board, standing: Standing) -> bool:
    """Whatever can still be done counts, however old; what is done or missed only for the last three months."""
    return standing.state in ACTIONABLE or standing.obligation.window.due >= board.as_of - LOOKED_BACK


def _figures(board: Board, visible: list[Standing]) -> list[dict[str, Any]]:
    """How the whole of the user's area stands in the period that runs, and what was missed lately."""
    counts = Counter(standing.state for standing in visible if _shows(board, standing))
    ledger = reverse("desk:ledger")
    return [
        {
            "label": _("已逾期，仍可补"),
            "value": counts[State.OVERDUE],
            "url": f"{ledger}?state=overdue",
            "state": "overdue" if counts[State.OVERDUE] else "",
        },
        {
            "label": _("近一季未履行"),
            "value": counts[State.MISSED],
            "url": f"{ledger}?state=missed&recent=on",
            "state": "missed" if counts[State.MISSED] else "",
        },
        {"label": _("本期待履行"), "value": counts[State.OPEN], "url": f"{ledger}?state=open"},
        {"label": _("近一季已履行"), "value": counts[State.MET] + counts[State.MET_LATE], "url": f"{ledger}?state=met&recent=on"},
    ]


def _decisions(request: DeskRequest, board: Board) -> list[dict[str, Any]]:
    """What waits for this user's decision."""
    waiting = [proposal for proposal in seen_proposals(board, request.scope) if request.user.person in board.deciders(proposal)]
    found = []
    for measure in board.pack.measures:
        count = sum(proposal.measure == measure.id for proposal in waiting)
        if count:
            found.append(
                {
                    "title": measure.title,
                    "clause": measure.clause,
                    "count": count,
                    "url": f"{reverse('desk:proposals')}?measure={measure.id}&mine=on",
                }
            )
    if any("decide.parameters" in actor.powers for actor in request.actors):
        undecided = sum(not board.parameters.current(parameter.id, board.as_of).decided_by for parameter in board.pack.parameters)
        if undecided:
            found.append({"words": _("待定参数"), "count": undecided, "url": reverse("desk:parameters")})
    return found


def _gaps(board: Board, scope: Scope) -> dict[str, Any]:
    """Required posts that nobody holds, inside the scope."""
    gaps = [gap for gap in board.gaps if scope.covers(gap.area, gap.sector)]
    shown = [{"area": board.area_name(gap.area), "post": board.posts[gap.post].title} for gap in gaps[:6]]
    return {"count": len(gaps), "shown": shown, "url": reverse("desk:net") + "?gaps=on"}


def _hazards(request: DeskRequest) -> dict[str, Any]:
    """Hazards of the user's area that are not corrected, that are late, and about which two people told of different ends."""
    found = counts(request.scope, timezone.localdate())
    address = reverse("desk:hazards")
    lines = [
        {"label": _("还没有整改"), "value": found["open"], "url": f"{address}?state=unsettled"},
        {"label": _("其中逾期"), "value": found["late"], "url": f"{address}?late=on", "late": True},
        {"label": _("待核对"), "value": found["conflict"], "url": f"{address}?conflict=on"},
    ]
    return {"word": hazard_word(request), "url": address, "lines": [line for line in lines if line["value"]]}


def _areas(board: Board, visible: list[Standing]) -> list[dict[str, Any]]:
    """Open, overdue and missed counts of each area directly below the user's: no score, no ranking of activity."""
    lengths = sorted({len(standing.obligation.area) for standing in visible})
    if len(lengths) < 2:
        return []
    length = lengths[1]
    table: dict[str, Counter[State]] = {}
    for standing in visible:
        if len(standing.obligation.area) >= length and _shows(board, standing):
            table.setdefault(standing.obligation.area[:length], Counter())[standing.state] += 1
    return [
        {
            "name": board.area_name(code),
            "url": f"{reverse('desk:ledger')}?area={code}",
            "overdue": counts[State.OVERDUE],
            "missed": counts[State.MISSED],
            "open": counts[State.OPEN],
            "met": counts[State.MET] + counts[State.MET_LATE],
        }
        for code, counts in sorted(table.items())
    ]
