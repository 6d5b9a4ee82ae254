"""A table of elements that a brigade copied from the standard, row by row, into an edition whose wording was not published.

Every row names its page, who entered it and who else checked it; the numbers of direct and combined elements must be those of the standard. Several rows
of one number are its thresholds: any of them is enough. A row of the annex says how the elements that it names are judged.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sanzhang.rules.determination.editions import Edition, Editions
from sanzhang.rules.determination.facts import FactTable
from sanzhang.rules.determination.reading import wrong_chapter, wrong_counts
from sanzhang.rules.determination.rows import ELEMENTS, Row, facts_by_word, first_of_each
from sanzhang.rules.determination.unfit import unfit
from sanzhang.rules.pack.model import Grade
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

OLD = "gb35181-2017"  # the edition whose numbers are named as counterparts
NO_CATEGORY = "—"
ANNEX_KIND = "annex"


def read_table(rows: Sequence[Row], edition: str, editions: Editions, *, named: bool = True) -> Edition:
    """The edition ``edition`` with the elements of ``rows``; ``editions`` are those that ship. Raises ``Problems`` with everything that is wrong.

    ``named``: each row must say who entered and who checked it; otherwise somebody else keeps that.
    """
    base = editions.named(edition)
    if base is None or base.loaded or base.counts is None:
        waiting = "、".join(one.id for one in editions if not one.loaded and one.counts)
        message, hint = _("版本“{edition}”不装载要素表。"), _("可以装载的版本：{waiting}。")
        raise Problems([Problem("elements_edition", message, hint, where="edition", edition=edition, waiting=waiting)])
    problems = [*unfit(rows, editions.facts, named=named), *_unknown_counterparts(rows, editions)]
    numbered = [row for row in rows if not row.no]  # without a number a row is counted by itself
    numbered += first_of_each([row for row in rows if row.no]).values()
    for row in numbered:
        if row.no and row.kind in ELEMENTS:
            problems += wrong_chapter(base, row.kind, row.no, f"{row.number}:number")
    problems += wrong_counts(base, [row.kind for row in numbered], "elements")
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
    firsts = first_of_each(rows)
    elements = [row for row in firsts.values() if row.kind in ELEMENTS]
    annex = [row for row in rows if firsts[row.no].kind == ANNEX_KIND]
    categories = _numbered("category", [row.text("category") or NO_CATEGORY for row in elements])
    measures = {
        key: f"measure_{index}" for index, key in enumerate(dict.fromkeys(_measured(row) for row in rows if row.text("measure")), 1)
    }
    made: dict[str, list[dict[str, Any]]] = {"elements": [], "exclusions": []}
    for row in firsts.values():
        own: dict[str, Any] = {"number": row.no, "text": _same(row.text("text")), "grade": Grade.FULL_TEXT, "source": _source(row, base)}
        if row.kind == "exclusion":
            made["exclusions"].append(own | {"fact": words[row.text("fact")]})
        if row not in elements:
            continue
        more = {"kind": row.kind, "category": categories[row.text("category") or NO_CATEGORY], "page": int(row.amount("page") or 0)}
        more |= {"keywords": row.words("keywords"), "same_as": [f"{OLD}:{no}" for no in row.words("same_as")]}
        ruled = [one for one in annex if row.no in firsts[one.no].words("decides")]
        made["elements"].append(own | more | _judged_by([one for one in rows if one.no == row.no], ruled, measures, words))
    titles = {name: {"id": name, "title": _same(title)} for title, name in categories.items()}
    return Edition.model_validate(
        {name: getattr(base, name) for name in Edition.model_fields}
        | {
            "categories": list(titles.values()),
            "measures": [_measure(name, key, rows) for key, name in measures.items()],
            "elements": made["elements"],
            "exclusions": made["exclusions"] or None,
        }
    )


def _numbered(name: str, titles: Sequence[str]) -> dict[str, str]:
    """A name for each title, in the order in which they first appear."""
    return {title: f"{name}_{index}" for index, title in enumerate(dict.fromkeys(titles), start=1)}


Measured = tuple[str, str]


def _measured(row: Row) -> Measured:
    """What the row measures, and in which unit."""
    return row.text("measure"), row.unit


def _judged_by(own: list[Row], annex: list[Row], measures: dict[Measured, str], words: dict[str, str]) -> dict[str, Any]:
    """The premises for which an element is, and its forms: one for each threshold of its own, one for each rule of the annex."""
    if len(own) == 1 and not annex:
        return _premises(own[0], words) | {"forms": [_form("measured", own[0], measures)] if own[0].text("measure") else []}
    forms = [_form(_name("measured", index), row, measures) | _premises(row, words) for index, row in enumerate(own) if row.text("measure")]
    if not forms:  # whether it is so otherwise than by the annex
        forms = [{"id": "stated", "text": _same(own[0].text("text"))} | _premises(own[0], words)] if any(map(_is_limited, annex)) else []
    seen: dict[str, int] = {}
    for row in annex:
        seen[row.no] = seen.get(row.no, -1) + 1
        id = _name(row.no.lower().replace(" ", "").replace(")", "").replace("a", "annex", 1), seen[row.no])
        forms.append(_form(id, row, measures) | _premises(row, words) | {"annex": row.no})
    here = _premises(own[0], words) if len(own) == 1 else {}
    return here | {"forms": forms, "either": True}


def _name(name: str, index: int) -> str:
    return f"{name}_{index + 1}" if index else name


def _is_limited(row: Row) -> bool:
    return bool(row.text("where") or row.text("unless"))


def _premises(row: Row, words: dict[str, str]) -> dict[str, Any]:
    return {key: [[words[word] for word in together] for together in row.alternatives(key)] for key in ("where", "unless")}


def _form(id: str, row: Row, measures: dict[Measured, str]) -> dict[str, Any]:
    form: dict[str, Any] = {"id": id, "text": _same(row.text("text") or row.text("measure"))}
    if row.text("measure"):
        form |= {"measure": measures[_measured(row)], "thresholds": [{name: row.amount(bound) for name, bound, _text in row.limits}]}
    return form


def _measure(name: str, measured: Measured, rows: Sequence[Row]) -> dict[str, Any]:
    title, unit = measured
    most = next((row.amount("most") for row in rows if _measured(row) == measured and row.text("most")), None)
    return {"id": name, "unit": unit, "title": _same(title), "most": int(most) if most else None}


def _source(row: Row, base: Edition) -> str:
    people = "、".join(row.text(key) for key in ("entered_by", "checked_by") if row.text(key))
    return f"{base.number} p.{row.text('page')}" + (f" ({people})" if people else "")


def _same(text: str) -> dict[str, str]:
    """The brigade's own words, in which they are shown in every language."""
    return {"zh": text, "en": text}
