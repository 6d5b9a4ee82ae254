"""The notice, clause by clause: what it asks, of whom, and what the software makes of it."""

from collections import defaultdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.seen import board_for
from sanzhang.desk.words import say
from sanzhang.rules.areas import LENGTHS, Level
from sanzhang.standing.board import Board


@needs("view.area")
def notice(request: DeskRequest) -> HttpResponse:
    """Every clause with its duties, open parameters, measures and programmes."""
    board = board_for(request)
    pack = board.pack
    attached: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for duty in pack.duties:
        attached[duty.clause].append(
            {
                "kind": "duty",
                "title": say(duty.title),
                "who": say(board.posts[duty.owed_by].title),
                "url": reverse("desk:ledger") + f"?duty={duty.id}",
                "grade": duty.grade,
            }
        )
    for parameter in pack.parameters:
        attached[parameter.clause].append(
            {"kind": "parameter", "title": say(parameter.title), "url": reverse("desk:parameters") + f"#{parameter.id}"}
        )
    for measure in pack.measures:
        attached[measure.clause].append(
            {"kind": "measure", "title": say(measure.title), "url": reverse("desk:proposals") + f"?measure={measure.id}"}
        )
    for programme in pack.programmes:
        attached[programme.clause].append({"kind": "programme", "title": say(programme.title)})
    clauses = [
        {
            "number": clause.number,
            "summary": say(clause.summary),
            "not_checkable": say(clause.not_checkable),
            "grade": clause.grade,
            "attached": attached[clause.number],
        }
        for clause in pack.clauses
    ]
    return render(
        request,
        "desk/notice.html",
        {"pack": pack, "title": say(pack.title), "clauses": clauses, "counted": _counted(board), "board": board},
    )


def _counted(board: Board) -> list[dict[str, Any]]:
    """What the notice counts against what the division list has: a difference is shown, not hidden."""
    found = []
    for level, stated in board.pack.counted.items():
        actual = sum(len(area.code) == LENGTHS[Level(level)] and area.exists_on(board.as_of) for area in board.facts.areas)
        found.append({"level": level, "stated": stated, "actual": actual, "differs": actual != stated})
    return found
