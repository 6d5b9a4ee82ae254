"""Which duties something that was done serves."""

from collections.abc import Iterable
from typing import Any

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.tables.standing import ledger_rows
from sanzhang.standing.board import Board


def served_lines(request: DeskRequest, board: Board, counted: Iterable[str], triggered_by: str = "") -> list[dict[str, Any]]:
    """Obligations inside the user's scope for which one of ``counted`` counts, or that ``triggered_by`` began; each once."""
    standings = [standing for id in counted for standing in board.counted_for.get(id, [])]
    if triggered_by:
        standings = [standing for standing in board.standings if standing.obligation.trigger == triggered_by] + standings
    once = {standing.obligation.key: standing for standing in standings}
    return ledger_rows(
        board, [standing for standing in once.values() if request.scope.covers(standing.obligation.area, standing.obligation.sector)]
    )
