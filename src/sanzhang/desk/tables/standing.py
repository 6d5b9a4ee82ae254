"""The duty ledger as a table."""

from collections.abc import Callable, Sequence
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.columns import NUMBER, STACK, WIDE, ClauseColumn, DayColumn, LinkColumn, StateColumn
from sanzhang.desk.words import period_words, say
from sanzhang.rules.standing import Standing
from sanzhang.standing.board import Board


class LedgerTable(tables.Table):  # type: ignore[misc]
    """One obligation a row."""

    area = tables.Column(verbose_name=_("区划"), order_by="code")
    duty = LinkColumn(verbose_name=_("事项"), attrs=WIDE)
    clause = ClauseColumn(verbose_name=_("条款"))
    period = tables.Column(verbose_name=_("周期"), order_by="start")
    due = DayColumn(verbose_name=_("期限"))
    state = StateColumn(verbose_name=_("情况"), order_by="rank")
    counted = tables.Column(verbose_name=_("已计 / 应有"), attrs=NUMBER)
    owner = tables.Column(verbose_name=_("责任人"))

    class Meta:
        attrs = STACK
        order_by = ("state", "due")
        empty_text = ""


RANKS = {"overdue": 0, "missed": 1, "open": 2, "met_late": 3, "met": 4, "exempt": 5}


def ledger(board: Board, standings: list[Standing]) -> Rows:
    """The whole ledger; only the shown page's rows are made."""
    return Rows(standings, lambda part: ledger_rows(board, list(part)), lambda items, names: _ordered(board, items, names))


def _ordered(board: Board, standings: list[Standing], names: Sequence[str]) -> list[Standing]:
    for name in reversed(names):
        standings = sorted(standings, key=_KEYS[name.lstrip("-")](board), reverse=name.startswith("-"))
    return standings


_KEYS: dict[str, Callable[[Board], Callable[[Standing], Any]]] = {
    "code": lambda board: lambda standing: standing.obligation.area,
    "duty": lambda board: lambda standing: standing.obligation.duty.id,
    "clause": lambda board: lambda standing: standing.obligation.duty.clause,
    "start": lambda board: lambda standing: standing.obligation.window.start,
    "due": lambda board: lambda standing: standing.obligation.window.due,
    "rank": lambda board: lambda standing: RANKS[standing.state],
    "counted": lambda board: lambda standing: standing.counted,
    "owner": lambda board: lambda standing: board.people.get(standing.owner.person, "") if standing.owner else "",
}


def ledger_rows(board: Board, standings: list[Standing]) -> list[dict[str, Any]]:
    """Rows of the ledger; texts in the reader's language."""
    titles = {duty.id: say(duty.title) for duty in board.pack.duties}
    return [_row(board, standing, titles) for standing in standings]


def _row(board: Board, standing: Standing, titles: dict[str, str]) -> dict[str, Any]:
    obligation = standing.obligation
    window = obligation.window
    return {
        "code": obligation.area,
        "area": board.area_name(obligation.area),
        "duty": titles[obligation.duty.id],
        "clause": obligation.duty.clause,
        "period": period_words(window.key),
        "start": window.start,
        "due": window.due,
        "state": standing.state,
        "rank": RANKS[standing.state],
        "counted": f"{standing.counted} / {window.at_least}",
        "owner": board.people.get(standing.owner.person, "—") if standing.owner else gettext("无人负责"),
        "url": reverse("desk:obligation", args=[obligation.key]),
        "standing": standing,
    }
