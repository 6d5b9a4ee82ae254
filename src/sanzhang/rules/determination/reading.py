"""Editions and facts out of their files' text, with every mistake at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from sanzhang.rules.determination.editions import Edition, Editions, Element, Form, Rule, Where
from sanzhang.rules.determination.facts import Fact, FactList, FactTable
from sanzhang.rules.pack.lines import Path
from sanzhang.rules.pack.reading import Place, made, twice, unknown, written
from sanzhang.rules.premises import PremisesKinds
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

_CHECK = _("对照标准原文逐条核对，补上缺少的，删去多余的。")


def read_editions(files: Mapping[str, str], facts: tuple[str, str], kinds: PremisesKinds) -> Editions:
    """The editions of ``{file name: text}``, oldest first; ``facts``: name and text of the file of facts. Raises ``Problems``."""
    table = _read_facts(*facts, kinds)
    problems: list[Problem] = []
    found: list[Edition] = []
    for file, text in files.items():
        try:
            found.append(_read_edition(file, text, table))
        except Problems as several:
            problems += several.problems
    found.sort(key=lambda one: one.valid_from.day.toordinal() if one.valid_from else 0)
    problems = problems or list(_follow_each_other(found))
    if problems:
        raise Problems(problems)
    return Editions(tuple(found), table)


def _read_facts(file: str, text: str, kinds: PremisesKinds) -> FactTable:
    source = written(file, text)
    facts = made(FactList, source.data, source.place).facts
    if problems := list(_broken_facts(facts, kinds, source.place)):
        raise Problems(problems)
    of_kind: dict[str, dict[str, bool]] = {kind.id: {} for kind in kinds.kinds}
    for fact in facts:
        for answer, names in ((True, fact.of), (False, fact.not_of)):
            for name in names:
                for kind in kinds.named(name):
                    of_kind[kind][fact.id] = answer
    return FactTable(facts, of_kind)


def _broken_facts(facts: Sequence[Fact], kinds: PremisesKinds, place: Place) -> Iterator[Problem]:
    known = {fact.id for fact in facts}
    every = {kind.id for kind in kinds.kinds} | {group.id for group in kinds.groups}
    yield from twice([(("facts", index), fact.id) for index, fact in enumerate(facts)], "facts", place)
    for index, fact in enumerate(facts):
        for name in fact.implies:
            if name not in known:
                yield unknown(name, "facts", known, place(("facts", index, "implies")))
        for key, names in (("of", fact.of), ("not_of", fact.not_of)):
            for name in names:
                if not kinds.named(name):
                    yield unknown(name, "kinds", every, place(("facts", index, key)))
        settled = [kind for names in (fact.of, fact.not_of) for name in names for kind in kinds.named(name)]
        yield from twice([(("facts", index), kind) for kind in settled], f"facts.{fact.id}", place)


def _read_edition(file: str, text: str, facts: FactTable) -> Edition:
    source = written(file, text)
    edition = made(Edition, source.data, source.place)
    problems = list(broken(edition, facts, source.place))
    if file.removesuffix(".yaml") != edition.id:
        name = f"{edition.id}.yaml"
        problems.append(Problem("pack", _("文件名和版本的名称不一致。"), _("改名为 {name}。"), where=source.place(("id",)), name=name))
    if problems:
        raise Problems(problems)
    return edition


def broken(edition: Edition, facts: FactTable, place: Place) -> Iterator[Problem]:
    """Names that point at nothing or stand twice, thresholds that do not close, and counts that differ from those published."""
    categories = {category.id for category in edition.categories}
    measures = {measure.id for measure in edition.measures}
    yield from twice([(("elements", index), element.no) for index, element in enumerate(edition.elements)], "elements", place)
    yield from twice([(("rules", index), rule.no) for index, rule in enumerate(edition.rules)], "rules", place)
    for index, element in enumerate(edition.elements):
        path: Path = ("elements", index)
        if element.category not in categories:
            yield unknown(element.category, "categories", categories, place((*path, "category")))
        yield from wrong_chapter(edition, element.kind, element.no, place(path))
        yield from _facts_of((element, *element.forms), facts, place(path))
        yield from _broken_forms(element.forms, facts, measures, path, place)
    for index, rule in enumerate(edition.rules):
        yield from _facts_of((rule,), facts, place(("rules", index)))
        yield from _counted(rule, edition, place(("rules", index)))
    for index, exclusion in enumerate(edition.exclusions or ()):
        if exclusion.fact not in facts.by_id:
            yield unknown(exclusion.fact, "facts", facts.by_id, place(("exclusions", index, "fact")))
    if edition.loaded:  # an empty table is none: it waits
        yield from wrong_counts(edition, [element.kind for element in edition.elements], place(("elements",)))


def wrong_counts(edition: Edition, kinds: Sequence[str], where: str) -> Iterator[Problem]:
    """A problem for each kind of element of which there are more or fewer than the standard has."""
    if not edition.counts:
        return
    direct, combined = kinds.count("direct"), kinds.count("combined")
    if direct != edition.counts.direct:
        yield Problem(
            "element_count", _("{edition} 的直接判定要素应有 {wanted} 项，这里有 {found} 项。"), _CHECK,
            where=where, edition=edition.number, wanted=edition.counts.direct, found=direct,
        )  # fmt: skip
    if combined != edition.counts.combined:
        yield Problem(
            "element_count", _("{edition} 的综合判定要素应有 {wanted} 项，这里有 {found} 项。"), _CHECK,
            where=where, edition=edition.number, wanted=edition.counts.combined, found=combined,
        )  # fmt: skip


def wrong_chapter(edition: Edition, kind: str, no: str, where: str) -> Iterator[Problem]:
    """A problem for an element that is numbered in a chapter for another kind."""
    chapters = edition.chapters
    if chapters and not no.startswith(f"{chapters.direct if kind == 'direct' else chapters.combined}."):
        yield Problem(
            "element_chapter", _("要素 {no} 的编号和它的种类不符。"), _("直接判定要素在第 {direct} 章，综合判定要素在第 {combined} 章。"),
            where=where, no=no, direct=chapters.direct, combined=chapters.combined,
        )  # fmt: skip


def _facts_of(parts: Iterable[Element | Form | Rule], facts: FactTable, where: str) -> Iterator[Problem]:
    for part in parts:
        yield from _unknown_facts(part.where + part.unless, facts, where)


def _unknown_facts(alternatives: Where, facts: FactTable, where: str) -> Iterator[Problem]:
    for name in {name for together in alternatives for name in together}:
        if name not in facts.by_id:
            yield unknown(name, "facts", facts.by_id, where)


def _broken_forms(forms: Sequence[Form], facts: FactTable, measures: set[str], path: Path, place: Place) -> Iterator[Problem]:
    yield from twice([((*path, "forms", index), form.id) for index, form in enumerate(forms)], "forms", place)
    for index, form in enumerate(forms):
        where = place((*path, "forms", index))
        if form.measure and form.measure not in measures:
            yield unknown(form.measure, "measures", measures, where)
        for threshold in form.thresholds:
            yield from _unknown_facts(threshold.where, facts, where)
        closed = bool(form.thresholds) and not form.thresholds[-1].where and all(one.where for one in form.thresholds[:-1])
        if bool(form.measure) != bool(form.thresholds) or (form.measure and not closed):
            yield Problem(
                "pack", _("“{form}”的阈值不完整。"), _("写 measure 和 thresholds；只有最后一个阈值不带 where，用于其余场所。"),
                where=where, form=form.id,
            )  # fmt: skip


def _counted(rule: Rule, edition: Edition, where: str) -> Iterator[Problem]:
    combined = {element.no for element in edition.of_kind("combined")}
    yield from twice([((), no) for no in rule.counts + rule.recalled], rule.no, lambda _path: where)
    for no in rule.counts + rule.recalled:
        if no not in combined:
            yield unknown(no, "elements", combined, where)


def _follow_each_other(editions: Sequence[Edition]) -> Iterator[Problem]:
    """Every day has exactly one edition."""
    ends = [None, *(one.valid_until.day + timedelta(days=1) if one.valid_until else None for one in editions)]
    begins = [*(one.valid_from.day if one.valid_from else None for one in editions), None]
    inner = range(1, len(editions))
    for index in range(len(begins)):
        if ends[index] != begins[index] or (index in inner and begins[index] is None):
            names = " / ".join(one.id for one in editions[max(index - 1, 0) : index + 1])
            yield Problem("pack", _("版本的日期有空档或重叠。"), _("前一版的最后一天应是后一版第一天的前一天。"), where=names)
