"""What is wrong with the rows of a table of elements, and what is worth asking about: everything at once, each with its row and column."""

from collections.abc import Iterator, Sequence

from sanzhang.rules.determination.editions import Edition
from sanzhang.rules.determination.facts import FactTable
from sanzhang.rules.determination.rows import (
    ANNEX,
    COLUMNS,
    COMPARISONS,
    ELEMENTS,
    KINDS,
    NUMBER,
    PEOPLE,
    REQUIRED,
    UNITS,
    Row,
    facts_by_word,
    first_of_each,
)
from sanzhang.rules.determination.thresholds import BELOW_ZERO, WHOLE
from sanzhang.rules.problems import Problem, gettext_noop as _

UPPER = ("less_than", "at_most")


def unfit(rows: Sequence[Row], facts: FactTable, *, named: bool) -> Iterator[Problem]:
    """What is wrong with each row by itself, and with rows of one number. ``named``: who entered and who checked it must be said in each row."""
    firsts = first_of_each(rows)
    for row in rows:
        first = firsts[row.no]
        more = bool(row.no) and row is not first
        yield from _blank(row, () if more else REQUIRED if named else [key for key in REQUIRED if key not in PEOPLE])
        yield from _wrong(row)
        yield from _unknown_facts(row, facts)
        yield from _broken_threshold(row)
        if more:
            yield from _repeated(row, first)
        if row.kind == "annex":
            yield from _annex(row, firsts)
    yield from _same_threshold(rows)


def cautions(rows: Sequence[Row], edition: Edition) -> Iterator[Problem]:
    """What a person should look at again before such a table is used, though nothing forbids it."""
    said = {row.no for row in rows if row.text("where") or row.text("unless")}
    silent = [no for no, first in first_of_each(rows).items() if first.kind == "direct" and no not in said]
    if edition.direct_by_premises and silent:
        message, hint = (
            _("第 {numbers} 条没有写适用场所，装载后适用于所有场所。"),
            _("直接判定要素按场所类别编排：对照原文写明；确实不限的写“不限”。"),
        )
        yield Problem("elements_everywhere", message, hint, where="where", numbers="、".join(silent))


def _blank(row: Row, required: Sequence[str]) -> Iterator[Problem]:
    for key in required:
        if not row.text(key):
            yield Problem("elements_missing", _("没有填“{column}”。"), _("补上这一格。"), where=f"{row.number}:{key}", column=COLUMNS[key])


def _wrong(row: Row) -> Iterator[Problem]:
    pattern = ANNEX if row.kind == "annex" or (not row.kind and row.no.startswith("A")) else NUMBER
    if isinstance(row.cells.get("number"), int | float):  # a spreadsheet made 5.1 of 5.10
        message, hint = _("条号 {no} 被当成了数。"), _("把这一列设为文本格式：5.10 不是 5.1。")
        yield Problem("elements_number", message, hint, where=f"{row.number}:number", no=row.no)
    elif row.no and not pattern.fullmatch(row.no):
        hint = _("写成 5.1、6.2.3 或 5.1 a) 这样；附录写成 A.1 这样。")
        yield Problem("elements_number", _("条号 {no} 不能用。"), hint, where=f"{row.number}:number", no=row.no[:60])
    if row.kind and row.kind not in KINDS.values():
        message, hint = _("种类“{kind}”不能用。"), _("写：直接、综合、不予判定或附录。")
        yield Problem("elements_kind", message, hint, where=f"{row.number}:kind", kind=row.kind)
    if row.text("entered_by") and row.text("entered_by").casefold() == row.text("checked_by").casefold():
        message, hint = _("录入人和复核人是同一个人（{name}）。"), _("由另一个人对照原文复核。")
        yield Problem("elements_checked", message, hint, where=f"{row.number}:checked_by", name=row.text("checked_by"))
    page = row.amount("page")
    if row.text("page") and (page is None or page < 1 or not page.is_integer()):
        message, hint = _("页码 {value} 不能用。"), _("写标准原文的页码，一个整数。")
        yield Problem("elements_page", message, hint, where=f"{row.number}:page", value=row.text("page")[:60])


def _unknown_facts(row: Row, facts: FactTable) -> Iterator[Problem]:
    known = facts_by_word(facts)
    words = {key: [word for together in row.alternatives(key) for word in together] for key in ("where", "unless")}
    for key, used in (words | {"fact": [row.text("fact")] if row.text("fact") else []}).items():
        of_these = [fact for fact in facts.facts if fact.claimed is (key == "fact")]
        for word in used:
            if known.get(word) not in {fact.id for fact in of_these}:
                message, hint = _("不认识“{name}”。"), _("可以写：{known}。")
                names = "、".join(fact.title.zh.removeprefix("是") for fact in of_these)
                yield Problem("elements_fact", message, hint, where=f"{row.number}:{key}", name=word, known=names)
    if row.kind == "exclusion" and not row.text("fact"):
        message, hint = _("没有写明是哪一种不予判定情形。"), _("在“{column}”里写一种。")
        yield Problem("elements_fact", message, hint, where=f"{row.number}:fact", column=COLUMNS["fact"])


def _broken_threshold(row: Row) -> Iterator[Problem]:
    yield from _together(row, ("measure", "comparison", "percent"), _("测量内容、比较、界限三格都要填，或都不填。"))
    yield from _together(row, ("also_comparison", "also_bound"), _("另一比较、另一界限两格都要填，或都不填。"))
    extra = [key for key in ("unit", "also_comparison", "most") if row.text(key)]
    if extra and not row.text("measure"):
        message, hint = _("填了“{column}”，没有填测量内容。"), _("补上测量内容、比较和界限，或清空这一格。")
        yield Problem("elements_threshold", message, hint, where=f"{row.number}:{extra[0]}", column=COLUMNS[extra[0]])
    if row.unit not in UNITS.values():
        message, hint = _("单位“{unit}”不能用。"), _("写：%、米、平方米、层或个；百分比可以不写。")
        yield Problem("elements_unit", message, hint, where=f"{row.number}:unit", unit=row.unit)
    for name in ("comparison", "also_comparison"):
        if row.text(name) and row.text(name) not in {*COMPARISONS, *COMPARISONS.values()}:
            message, hint = _("比较“{comparison}”不能用。"), _("写：大于、不小于、小于或不大于。")
            yield Problem("elements_threshold", message, hint, where=f"{row.number}:{name}", comparison=row.text(name))
    yield from _bad_values(row)
    if len(row.limits) == 2:
        yield from _no_range(row)


def _together(row: Row, keys: tuple[str, ...], hint: str) -> Iterator[Problem]:
    given = [key for key in keys if row.text(key)]
    if 0 < len(given) < len(keys):
        yield Problem("elements_threshold", _("阈值没有写全。"), hint, where=f"{row.number}:{given[0]}")


def _bad_values(row: Row) -> Iterator[Problem]:
    for key in ("percent", "also_bound", "most"):
        value = row.amount(key)
        whole = row.unit in WHOLE and value is not None and not value.is_integer()
        below = value is not None and value < 0 and row.unit not in BELOW_ZERO
        if row.text(key) and (value is None or whole or below):
            message, hint = _("“{column}”的值 {value} 不能用。"), _("写一个数，如 80；层数和个数写整数。")
            yield Problem("elements_value", message, hint, where=f"{row.number}:{key}", column=COLUMNS[key], value=row.text(key)[:60])


def _no_range(row: Row) -> Iterator[Problem]:
    (one, _first, first), (other, _second, second) = row.limits
    lower, upper = (second, first) if one in UPPER else (first, second)
    low, high = row.amount("percent"), row.amount("also_bound")
    if one in UPPER and low is not None and high is not None:
        low, high = high, low
    if (one in UPPER) is (other in UPPER) or (low is not None and high is not None and low >= high):
        message, hint = _("{lower} 和 {upper} 之间没有数。"), _("两个比较要一个是下限、一个是上限，下限小于上限；分开的两段写成两行。")
        yield Problem("elements_threshold", message, hint, where=f"{row.number}:also_bound", lower=lower, upper=upper)


def _repeated(row: Row, first: Row) -> Iterator[Problem]:
    """More rows of one number are more of its thresholds; without one, the number stands there twice."""
    if first.kind not in (*ELEMENTS, "annex") or not row.text("measure"):
        message, hint = (
            _("条号 {no} 在第 {first} 行已经有了。"),
            _("删去其中一行，或改正条号；同一条的另一个界限要写测量内容、比较和界限。"),
        )
        yield Problem("elements_twice", message, hint, where=f"{row.number}:number", no=row.no, first=first.number)
    elif row.kind and row.kind != first.kind:
        message, hint = _("条号 {no} 的种类和第 {first} 行不同。"), _("同一条号的各行写同一种类，或只在第一行写。")
        yield Problem("elements_twice", message, hint, where=f"{row.number}:kind", no=row.no, first=first.number)


def _same_threshold(rows: Sequence[Row]) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        if row.no and row.text("measure"):
            key = (row.no, row.text("measure"), row.unit, str(row.limits), str(row.alternatives("where")), str(row.alternatives("unless")))
            if (first := seen.setdefault(key, row)) is not row:
                message, hint = _("和第 {first} 行是同一个界限。"), _("删去其中一行。")
                yield Problem("elements_twice", message, hint, where=f"{row.number}:measure", first=first.number)


def _annex(row: Row, firsts: dict[str, Row]) -> Iterator[Problem]:
    """A rule of the annex names the elements that it decides."""
    known = [no for no, first in firsts.items() if first.kind in ELEMENTS]
    if not row.words("decides") and row is firsts[row.no]:
        message, hint = _("附录 {no} 没有写判定哪一条。"), _("在“{column}”里写要素的条号，可以写几条。")
        yield Problem("elements_annex", message, hint, where=f"{row.number}:decides", no=row.no, column=COLUMNS["decides"])
    for no in row.words("decides"):
        if no not in known:
            message, hint = _("表里没有要素 {no}。"), _("对照条号改正。")
            yield Problem("elements_annex", message, hint, where=f"{row.number}:decides", no=no)
