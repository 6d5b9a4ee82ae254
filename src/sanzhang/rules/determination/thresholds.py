"""A measured value against a threshold, exactly: “more than” leaves the bound out, “at least” takes it in.

A value is kept as ``left`` and ``scale``, so that 3 of 10 is compared as 300 with 30 × 10 and nothing is rounded.
"""

from decimal import Decimal
from typing import Any

from sanzhang.rules.determination.compiled import Bound, Comparison, Exact, Masks
from sanzhang.rules.determination.editions import Measure
from sanzhang.rules.problems import Problem, gettext_noop as _

LARGEST = 1_000_000  # beyond it, a number was mistyped
WHOLE = ("storeys", "pieces")  # units of which there are no parts
BELOW_ZERO = ("storeys",)  # those below ground


def holds(alternatives: Masks, yes: int, no: int) -> bool | None:
    """Whether one of the alternatives holds as a whole, by the facts known to be so (``yes``) and not so (``no``). None: it depends."""
    answer: bool | None = False
    for together in alternatives:
        if together & yes == together:
            return True
        if not together & no:
            answer = None
    return answer


def applies(where: Masks, unless: Masks, yes: int, no: int) -> bool | None:
    """Whether something is for these premises. None: a fact is missing."""
    inside = holds(where, yes, no) if where else True
    if inside is False or not unless:
        return inside
    outside = holds(unless, yes, no)
    if outside is True:
        return False
    return inside if outside is False else None


def reaches(left: Exact, scale: int | Decimal, bound: Bound) -> bool:
    """Whether ``left`` / ``scale`` is beyond ``bound`` in the sense of its comparison, or of both where it has two."""
    found = _compared(left, bound.comparison, bound.value * scale)
    return found and (bound.also is None or _compared(left, bound.also[0], bound.also[1] * scale))


def _compared(left: Exact, comparison: Comparison, right: int | Decimal) -> bool:
    match comparison:
        case "more_than":
            return left > right
        case "at_least":
            return left >= right
        case "less_than":
            return left < right
        case _:
            return left <= right


def judged(left: Exact, scale: int | Decimal, bounds: tuple[Bound, ...], yes: int, no: int) -> bool | None:
    """Whether the value counts. None: a missing fact decides which of the bounds is the right one."""
    answers = []
    for bound in bounds:
        here = holds(bound.where, yes, no) if bound.where else True
        if here is False:
            continue
        answers.append(reaches(left, scale, bound))
        if here:
            break
    return answers[0] if all(answer == answers[0] for answer in answers) else None


def read_measured(value: Any, measure: Measure) -> tuple[Exact, int | Decimal]:
    """The value in per cent, or as its two numbers ``{part: 3, whole: 10}``; or as a number of its unit. Raises ``Problem`` for what cannot be right."""
    if measure.unit != "percent":
        return _counted(value, measure), 1
    if isinstance(value, dict):
        part, scale = _pair(value, measure)
        left: Exact = part * 100
    else:
        left, scale = _number(value, "measured"), 1
        if 0 < left <= 1:
            raise Problem(
                "measured_share", _("{value} 不像百分数。"), _("写百分数，如 74；或写两个数：{part} 和 {whole}。"),
                where="measured", value=value, part=measure.part, whole=measure.whole,
            )  # fmt: skip
        if left < 0:
            raise Problem("measured_range", _("测量值 {value} 不能小于零。"), _("检查测量值。"), where="measured", value=_shown(value))
    most = measure.most or LARGEST
    if left > most * scale:
        raise Problem(
            "measured_range", _("测量值 {value} 超过了最大的可能（{most}%）。"), _("检查测量值；损坏的只数到分母为止。"),
            where="measured", value=_shown(value), most=most,
        )  # fmt: skip
    return left, scale


def _counted(value: Any, measure: Measure) -> Exact:
    number = _number(value, "measured")
    if measure.unit in WHOLE and number != int(number):
        raise Problem("measured_whole", _("测量值 {value} 不是整数。"), _("层数、件数写整数。"), where="measured", value=_shown(value))
    if number < 0 and measure.unit not in BELOW_ZERO:
        raise Problem("measured_range", _("测量值 {value} 不能小于零。"), _("检查测量值。"), where="measured", value=_shown(value))
    if measure.most is not None and number > measure.most:
        message, hint = _("测量值 {value} 超过了最大的可能（{most}）。"), _("检查测量值。")
        raise Problem("measured_range", message, hint, where="measured", value=_shown(value), most=measure.most)
    return _exactly(number)


def _pair(value: dict[str, Any], measure: Measure) -> tuple[int | Decimal, int | Decimal]:
    known = {"part": measure.part, "whole": measure.whole}
    if value.keys() != {measure.part, measure.whole}:
        raise Problem("measured_pair", _("测量值的两个数写错了名称。"), _("写 {part} 和 {whole}。"), where="measured", **known)
    part, whole = (_exactly(_number(value[name], f"measured.{name}")) for name in (measure.part, measure.whole))
    if part < 0 or whole <= 0:
        raise Problem(
            "measured_range", _("{part} 不能小于零，{whole} 必须大于零。"), _("检查两个数。"), where="measured", **known
        )  # fmt: skip
    return part, whole


def _number(value: Any, where: str) -> int | float:
    """A number that a measurement can be: neither true nor NaN, nor beyond all measure."""
    if (type(value) is int or type(value) is float) and -LARGEST <= value <= LARGEST:
        return value
    raise Problem("measured_number", _("测量值 {value} 不是数。"), _("写一个数，不带百分号和引号。"), where=where, value=_shown(value))


def _exactly(value: int | float) -> int | Decimal:
    return value if isinstance(value, int) else Decimal(repr(value))


def _shown(value: Any) -> str:
    return repr(value)[:60]
