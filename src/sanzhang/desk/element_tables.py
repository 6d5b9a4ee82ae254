"""Tables of elements as pages show them: who entered and who checked each, and its rows in words."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.words import listed, moment, tell
from sanzhang.determination.models import ElementTable
from sanzhang.people.queries import names_of
from sanzhang.rules.determination.rows import COLUMNS, Row, first_of_each
from sanzhang.rules.problems import Problem

STATES = {
    "used": gettext_lazy("使用中"),
    "waiting": gettext_lazy("待复核"),
    "wrong": gettext_lazy("不用"),
    "replaced": gettext_lazy("已被后来的代替"),
}
KINDS = {
    "direct": gettext_lazy("直接"),
    "combined": gettext_lazy("综合"),
    "exclusion": gettext_lazy("不予判定"),
    "annex": gettext_lazy("附录"),
}


def told_tables(tables: Iterable[ElementTable], used: Iterable[UUID]) -> list[dict[str, Any]]:
    """Each table with its people, its state and its counts."""
    every, using = list(tables), set(used)
    names = names_of([person for table in every for person in (table.person, table.checked_by) if person])
    return [
        {
            "id": table.id,
            "url": reverse("desk:element_table", args=[table.id]),
            "edition": table.edition,
            "state": _state(table, using),
            "state_words": STATES[_state(table, using)],
            "entered": moment(table.recorded_at),
            "entered_by": names.get(table.person, "—"),
            "checked": moment(table.checked_at),
            "checked_by": names.get(table.checked_by, "") or _in_rows(table),
            "note": table.note,
            "counts": counts_of([Row(row["line"], row["cells"]) for row in table.rows]),
        }
        for table in every
    ]


def _state(table: ElementTable, using: set[UUID]) -> str:
    if table.right is None:
        return "waiting"
    return "used" if table.id in using else "replaced" if table.right else "wrong"


def _in_rows(table: ElementTable) -> str:
    """Whom an earlier table named in its rows."""
    return listed(dict.fromkeys(row["cells"].get("checked_by", "") for row in table.rows if row["cells"].get("checked_by"))) or "—"


def counts_of(rows: Sequence[Row]) -> str:
    """How many elements, exclusions and rules of the annex."""
    kinds = [row.kind for row in first_of_each(rows).values()]
    return _("、").join(f"{words} {kinds.count(kind)}" for kind, words in KINDS.items() if kind in kinds)


def told_rows(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Each row as it is read beside the standard."""
    firsts = first_of_each(rows)
    return [
        {
            "no": row.no,
            "kind": KINDS.get(firsts[row.no].kind, ""),
            "text": row.text("text"),
            "where": row.text("where"),
            "unless": row.text("unless"),
            "bound": _bound(row),
            "decides": row.text("decides"),
            "fact": row.text("fact"),
            "page": row.text("page"),
            "people": _("、").join(row.text(key) for key in ("entered_by", "checked_by") if row.text(key)),
        }
        for row in rows
    ]


def _bound(row: Row) -> str:
    if not row.text("measure"):
        return ""
    unit = row.text("unit") or "%"
    pairs = [("comparison", "percent"), ("also_comparison", "also_bound")]
    limits = _("、").join(f"{row.text(name)} {row.text(bound).removesuffix('%')}{unit}" for name, bound in pairs if row.text(name))
    return f"{row.text('measure')} {limits}"


def told_problem(problem: Problem) -> dict[str, str]:
    """What is wrong with a file, with its row and column in words."""
    line, _colon, key = problem.where.partition(":")
    where = _("第 {row} 行").format(row=line) if line.isdigit() else _("整个文件")
    column = COLUMNS.get(key if line.isdigit() else line, "")
    return tell(problem) | {"where": f"{where} · {column}" if column else where}
