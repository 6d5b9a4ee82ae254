"""A verdict in sentences: Chinese templates with their values, so that whoever shows them can translate both."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from sanzhang.rules.determination.cases import Finding
from sanzhang.rules.determination.compiled import Bound, Comparison, Part, Shape
from sanzhang.rules.determination.decide import Determination
from sanzhang.rules.determination.editions import Unit
from sanzhang.rules.determination.judging import Judged
from sanzhang.rules.determination.resting import is_unmeasured, missing, unverified
from sanzhang.rules.determination.thresholds import applies, holds, judged
from sanzhang.rules.pack.model import Text
from sanzhang.rules.problems import gettext_noop as _

COMPARISONS: dict[Comparison, Text] = {
    "more_than": Text(zh="大于", en="more than"),
    "at_least": Text(zh="不小于", en="at least"),
    "less_than": Text(zh="小于", en="less than"),
    "at_most": Text(zh="不大于", en="at most"),
}
UNITS: dict[Unit, Text] = {
    "metres": Text(zh="米", en="m"),
    "square_metres": Text(zh="平方米", en="m²"),
    "storeys": Text(zh="层", en="storeys"),
    "pieces": Text(zh="个", en="pieces"),
}
LACKING = {
    "discussion": Text(zh="集体讨论的决定", en="what the group decides"),
    "edition.elements": Text(zh="这一版的要素表", en="this edition's table of elements"),
    "edition.exclusions": Text(zh="这一版第4.2条的不予判定情形", en="this edition's exclusions (4.2)"),
    "form": Text(zh="属于哪一种情形", en="which form it is"),
    "measured": Text(zh="测量值", en="the measurement"),
    "immediately_correctable": Text(zh="是否可以立即改正", en="whether it can be corrected at once"),
    "no": Text(zh="在这一版的条号", en="its number in this edition"),
}
VALID_FROM = Text(zh="这一版的施行日期", en="the day from which this edition applies")


class Sentence(NamedTuple):
    """A template for ``str.format`` and its values; a ``Text`` (or several, or a number of an element with one) is said in the reader's language."""

    message: str
    params: dict[str, Any]

    def said(self, translate: Callable[[str], str], title: Callable[[Text], str]) -> str:
        """The sentence in the reader's language."""
        comma = translate(_("、"))
        return translate(self.message).format(**{name: plain(value, title, comma) for name, value in self.params.items()})


def plain(value: Any, title: Callable[[Text], str], between: str) -> Any:
    """A value of a sentence in the reader's language; ``between``: what stands between several."""
    if isinstance(value, Text):
        return title(value)
    if isinstance(value, tuple):
        return between.join(str(plain(one, title, " ")) for one in value)
    return value


def explanation(found: Determination) -> tuple[Sentence, ...]:
    """Which edition, each element, the verdict, what it lacks, what of it was not read, and who has to confirm it."""
    return tuple(_sentences(found))


def _sentences(found: Determination) -> Iterator[Sentence]:
    case, edition = found.case, found.case.ready.edition
    yield Sentence(
        _("按 {number}《{title}》判定，检查日期 {day}。"), {"number": edition.number, "title": edition.title, "day": case.day.isoformat()}
    )
    asked = case.ready.facts | case.said if case.ready.parts else case.yes
    if classes := tuple(case.tables.editions.facts.by_id[name].title for name in case.tables.names(case.yes & asked)):
        yield Sentence(_("场所情况：{facts}。"), {"facts": classes})
    for one in found.judged:
        yield _element(found, one)
    yield _verdict(found)
    if lacking := missing(found):
        yield Sentence(_("还缺：{parts}。"), {"parts": tuple(_lacking(found, name) for name in lacking)})
    if parts := unverified(found):
        yield Sentence(
            _("待核：{parts}。这些内容没有对照过标准原文，结论不能只凭它们作出。"),
            {"parts": tuple(_doubtful(found, part) for part in parts)},
        )
        yield from _unsure(found, parts)
    if edition.discussion:
        people = {"people": edition.discussion.people, "experts": edition.discussion.experts}
        yield Sentence(_("这是建议，不是决定：须由 {people} 人以上集体讨论；疑难的由 {experts} 名以上专家论证，三分之二以上同意。"), people)
    else:
        yield Sentence(_("这是建议，不是决定：由消防救援机构按程序规定讨论决定。"), {})


def _element(found: Determination, one: Judged) -> Sentence:
    finding = one.finding
    if finding.part is None:
        message = _("第 {no} 条待定：这一版没有装载要素表，或没有对应的条号。")
        return Sentence(message, {"no": finding.no})
    element = finding.part.element
    known: dict[str, Any] = {"no": element.no, "text": element.text}
    if finding.shape and finding.shape.form.annex:
        known["no"] = f"{element.no} ({finding.shape.form.annex})"
    match one.reason:
        case "stated" if is_unmeasured(found, one):
            return Sentence(_("第 {no} 条成立（检查人认定，没有测量值）：{text}。"), known)
        case "stated":
            return Sentence(_("第 {no} 条成立（检查人认定）：{text}。"), known)
        case "beyond":
            return Sentence(_("第 {no} 条成立：{text}。{measure} {value}，界限是{bound}。"), known | measured(found, one))
        case "within":
            return Sentence(_("第 {no} 条不成立：{text}。{measure} {value}，界限是{bound}。"), known | measured(found, one))
        case "correctable":
            return Sentence(_("第 {no} 条不计：可以立即改正。"), known)
        case "elsewhere":
            return Sentence(_("第 {no} 条不计：不适用于这种场所或情形。"), known)
        case _:
            return Sentence(_("第 {no} 条待定：{text}。"), known)


def measured(found: Determination, one: Judged) -> dict[str, Any]:
    """What was measured, its value, and the threshold that it was held against; nothing where none was."""
    finding, case = one.finding, found.case
    if not finding.scale or not finding.part or one.reason not in ("beyond", "within"):
        return {}
    shape = finding.shape or _shape_here(found, one, finding.part)
    bound = next(bound for bound in shape.bounds if not bound.where or holds(bound.where, case.yes, case.no))
    unit: Unit = shape.measure.unit if shape.measure else "percent"
    return {
        "measure": shape.measure.title if shape.measure else "",
        "value": (_amount(per_cent(finding), unit),),
        "bound": bound_words(bound, unit),
    }


def _shape_here(found: Determination, one: Judged, part: Part) -> Shape:
    """The form by which the value was judged: the first that may be meant at these premises and says so."""
    case, wanted = found.case, one.reason == "beyond"
    here = [shape for shape in part.measured if applies(shape.where, shape.unless, case.yes, case.no) is not False]
    by = (shape for shape in here if judged(one.finding.left, one.finding.scale, shape.bounds, case.yes, case.no) is wanted)
    return next(by, here[0] if here else part.measured[0])


def bound_words(bound: Bound, unit: Unit) -> tuple[Any, ...]:
    """A threshold in words: more than 30%, at most 1.1 m."""
    limits = [(bound.comparison, bound.value), *([bound.also] if bound.also else [])]
    return tuple((COMPARISONS[comparison], *_amount(str(value), unit)) for comparison, value in limits)


def _amount(value: str, unit: Unit) -> tuple[Any, ...]:
    return (f"{value}%",) if unit == "percent" else (value, UNITS[unit])


def per_cent(finding: Finding) -> str:
    """The measured value in per cent or in its unit, in full where it is short."""
    value = Decimal(str(finding.left)) / Decimal(str(finding.scale))
    return f"{value.normalize():f}" if len(f"{value.normalize():f}") <= 8 else f"{value:.4f}"


def _verdict(found: Determination) -> Sentence:
    edition = found.case.ready.edition
    match found.basis:
        case "direct":
            return Sentence(_("有直接判定要素，可判定为重大火灾隐患（{rule}）。"), {"rule": found.rule})
        case "combined":
            first = found.counts[0]
            known = {"count": (found.sure & first.mask).bit_count(), "rule": found.rule, "bound": first.at_least}
            return Sentence(_("综合判定要素计 {count} 条，达到 {rule} 的 {bound} 条，可判定为重大火灾隐患。"), known)
        case "excluded":
            text = next(one.text for one in edition.exclusions or () if one.no == found.rule)
            return Sentence(_("不判定为重大火灾隐患（{rule}）：{text}。"), {"rule": found.rule, "text": text})
        case "none":
            known = {"count": found.sure.bit_count()}
            return Sentence(_("没有直接判定要素；综合判定要素成立 {count} 条，没有达到组合规则。不判定为重大火灾隐患。"), known)
        case "undecided" if found.rule:
            text = next(one.text for one in edition.exclusions or () if one.no == found.rule)
            return Sentence(_("可不判定，由集体讨论决定（{rule}）：{text}。"), {"rule": found.rule, "text": text})
        case _ if (simple := edition.combined_at_least) and edition.counts and not edition.loaded:
            known = {"direct": edition.counts.direct, "combined": edition.counts.combined, "bound": simple.count}
            return Sentence(
                _(
                    "还不能判定：这一版有 {direct} 项直接、{combined} 项综合判定要素，有直接判定要素或综合判定要素 {bound} 项以上的可判定，但条文没有装载。"
                ),
                known,
            )
        case _:
            return Sentence(_("还不能判定。"), {})


def _doubtful(found: Determination, part: str) -> str | Text:
    facts = found.case.tables.editions.facts.by_id
    return VALID_FROM if part == "valid_from" else facts[part].title if part in facts else part


def _lacking(found: Determination, name: str) -> "tuple[str | Text, ...] | Text":
    if name in LACKING:
        return LACKING[name]
    facts = found.case.tables.editions.facts.by_id
    if name in facts:
        return facts[name].title
    index, _dot, what = name.removeprefix("elements[").partition("].")
    return (found.judged[int(index)].finding.no, LACKING[what])


def _unsure(found: Determination, parts: tuple[str, ...]) -> Iterator[Sentence]:
    for part in found.case.ready.parts.values():
        for shape in part.measured:
            if shape.form.unsure and f"{part.element.no}:{shape.form.id}" in parts:
                yield Sentence(_("第 {no} 条：{reason}。"), {"no": part.element.no, "reason": shape.form.unsure})
