"""A table of elements that a brigade copied from the standard, row by row, into an edition whose wording was not published.

Every row names its page, who entered it and who else checked it; the numbers of direct and combined elements must be those of the standard.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sanzhang.rules.determination.editions import Edition, Editions
from sanzhang.rules.determination.facts import FactTable
from sanzhang.rules.determination.reading import wrong_chapter, wrong_counts
from sanzhang.rules.determination.rows import Row, facts_by_word, unfit
from sanzhang.rules.pack.model import Grade
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

OLD = "gb35181-2017"  # the edition whose numbers are named as counterparts
NO_CATEGORY = "—"


def read_table(rows: Sequence[Row], edition: str, editions: Editions) -> Edition:
    """The edition ``edition`` with the elements of ``rows``; ``editions`` are those that ship. Raises ``Problems`` with everything that is wrong."""
    base = editions.named(edition)
    if base is None or base.loaded or base.counts is None:
        waiting = "、".join(one.id for one in editions if not one.loaded and one.counts)
        message, hint = _("版本“{edition}”不装载要素表。"), _("可以装载的版本：{waiting}。")
        raise Problems([Problem("elements_edition", message, hint, where="edition", edition=edition, waiting=waiting)])
    problems = [*unfit(rows, editions.facts), *_unknown_counterparts(rows, editions)]
    for row in rows:
        if row.no and row.kind in ("direct", "combined"):
            problems += wrong_chapter(base, row.kind, row.no, f"{row.number}:number")
    problems += wrong_counts(base, [row.kind for row in rows], "elements")
    if problems:
        raise Problems(problems)
    return _filled(rows, base, editions.facts)


def _unknown_counterparts(rows: Sequence[Row], editions: Editions) -> Iterator[Problem]:
    old = editions.named(OLD)
    for row in rows:
        for no in row.words("same_as"):
            if old is None or no not in old.by_number:
                message, hint = _("2017版没有要素 {no}。"), _("对照2017版的条号改正。")
                yield Problem("elements_counterpart", message, hint, where=f"{row.number}:same_as", no=no)


def _filled(rows: Sequence[Row], base: Edition, facts: FactTable) -> Edition:
    """The edition with its elements, once every row is known to fit."""
    words = facts_by_word(facts)
    elements = [row for row in rows if row.kind != "exclusion"]
    categories = _numbered("category", [row.text("category") or NO_CATEGORY for row in elements])
    measures = _numbered("measure", [row.text("measure") for row in elements if row.text("measure")])
    made: dict[str, list[dict[str, Any]]] = {"elements": [], "exclusions": []}
    for row in rows:
        own: dict[str, Any] = {"number": row.no, "text": _same(row.text("text")), "grade": Grade.FULL_TEXT, "source": _source(row, base)}
        if row.kind == "exclusion":
            made["exclusions"].append(own | {"fact": words[row.text("fact")]})
            continue
        more = {"kind": row.kind, "category": categories[row.text("category") or NO_CATEGORY], "page": int(row.amount("page") or 0)}
        more |= {"where": [[words[word]] for word in row.words("where")], "forms": _forms(row, measures)}
        more |= {"keywords": row.words("keywords"), "same_as": [f"{OLD}:{no}" for no in row.words("same_as")]}
        made["elements"].append(own | more)
    titles = {name: {"id": name, "title": _same(title)} for title, name in categories.items()}
    shares = [_measure(name, title, elements) for title, name in measures.items()]
    return Edition.model_validate(
        {name: getattr(base, name) for name in Edition.model_fields}
        | {
            "categories": list(titles.values()),
            "measures": shares,
            "elements": made["elements"],
            "exclusions": made["exclusions"] or None,
        }
    )


def _numbered(name: str, titles: Sequence[str]) -> dict[str, str]:
    """A name for each title, in the order in which they first appear."""
    return {title: f"{name}_{index}" for index, title in enumerate(dict.fromkeys(titles), start=1)}


def _forms(row: Row, measures: dict[str, str]) -> list[dict[str, Any]]:
    if not (title := row.text("measure")):
        return []
    threshold = {row.comparison: row.amount("percent")}
    return [{"id": "measured", "text": _same(title), "measure": measures[title], "thresholds": [threshold]}]


def _measure(name: str, title: str, rows: Sequence[Row]) -> dict[str, Any]:
    most = next((row.amount("most") for row in rows if row.text("measure") == title and row.text("most")), None)
    return {"id": name, "part": "actual", "whole": "standard", "title": _same(title), "most": int(most) if most else None}


def _source(row: Row, base: Edition) -> str:
    return f"{base.number} p.{row.text('page')} ({row.text('entered_by')}, {row.text('checked_by')})"


def _same(text: str) -> dict[str, str]:
    """The brigade's own words, in which they are shown in every language."""
    return {"zh": text, "en": text}
