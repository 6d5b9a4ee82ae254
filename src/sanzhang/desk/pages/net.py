"""The responsibility net: who answers for which area, down to the grid, with gaps in red."""

from collections import Counter, defaultdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.seen import board_for, seen
from sanzhang.desk.words import noted, say
from sanzhang.rules.areas import parent
from sanzhang.rules.standing import State
from sanzhang.standing.board import Board


@needs("view.area")
def net(request: DeskRequest) -> HttpResponse:
    """The tree of the user's areas."""
    board = board_for(request)
    gaps_only = bool(request.GET.get("gaps"))
    nodes = _nodes(request, board)
    roots = [node for code, node in nodes.items() if parent(code) not in nodes]
    for code in sorted(nodes, reverse=True):
        if parent(code) in nodes:
            nodes[parent(code)]["children"].insert(0, nodes[code])
            nodes[parent(code)]["gaps_below"] += nodes[code]["gaps_below"] + len(nodes[code]["gaps"])
    for node in nodes.values():
        node["open"] = len(node["code"]) <= 6 or (gaps_only and node["gaps_below"] > 0)
        if node["gaps_below"]:
            node["counts"].append({"label": _("下级空岗"), "value": node["gaps_below"]})
        if gaps_only:
            node["children"] = [child for child in node["children"] if child["gaps"] or child["gaps_below"]]
    gaps = [gap for gap in board.gaps if request.scope.covers(gap.area, gap.sector)]
    return render(request, "desk/net.html", {"nodes": roots, "gaps": len(gaps), "gaps_only": gaps_only, "board": board})


def _nodes(request: DeskRequest, board: Board) -> dict[str, dict[str, Any]]:
    holders, gaps = defaultdict(list), defaultdict(list)
    sectors = {sector.id: say(sector.title) for sector in board.pack.sectors}
    order = {post.id: number for number, post in enumerate(board.pack.posts)}
    for held in sorted(board.facts.appointments, key=lambda held: (order.get(held.post, len(order)), held.sector, held.start)):
        if held.holds_on(board.as_of) and held.post in board.posts and request.scope.covers(held.area, held.sector):
            title = noted(say(board.posts[held.post].title), sectors.get(held.sector, held.sector))
            holders[held.area].append({"post": title, "name": board.people.get(held.person, "—"), "since": held.start.isoformat()})
    for gap in board.gaps:
        if request.scope.covers(gap.area, gap.sector):
            gaps[gap.area].append(noted(say(board.posts[gap.post].title), sectors.get(gap.sector, gap.sector)))
    late: Counter[str] = Counter()
    for standing in seen(board, request.scope):
        if standing.state is State.OVERDUE:
            late[standing.obligation.area] += 1
    return {
        area.code: {
            "code": area.code,
            "title": area.name,
            "subtitle": area.code,
            "holders": holders[area.code],
            "gaps": gaps[area.code],
            "gaps_below": 0,
            "counts": [{"label": _("逾期"), "value": late[area.code]}] if late[area.code] else [],
            "children": [],
            "url": f"{reverse('desk:ledger')}?area={area.code}",
        }
        for area in board.facts.areas
        if area.exists_on(board.as_of) and any(area.code.startswith(place.area) for place in request.scope.places)
    }
