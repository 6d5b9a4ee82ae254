"""Read one value of a facts file. Spreadsheets rewrite dates and codes: what is clear is taken, what is not is refused."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from sanzhang.rules.areas import is_code
from sanzhang.rules.days import CHINA
from sanzhang.rules.periods import Cadence
from sanzhang.rules.problems import Problem, gettext_noop as _

_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_MOMENT = re.compile(r"(\d{4}[-/]\d{1,2}[-/]\d{1,2})(?:[T ]\s*(\d{1,2}:\S+))?", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")

Parser = Callable[[Any], Any]


def text(value: Any) -> str:
    """Text without the blanks around it."""
    if not isinstance(value, str):
        raise Problem("fact_text", _("“{value}”应是文字。"), _("加上引号。"), value=value)
    return value.strip()


def filled(value: Any) -> str:
    """Text that must not be empty."""
    found = text(value)
    if not found:
        raise Problem("fact_empty", _("没有填写。"), _("填上这一项。"))
    return found


def code(value: Any) -> str:
    """The code of a county, town, village or grid."""
    found = filled(value)
    if _SCIENTIFIC.fullmatch(found):
        raise Problem(
            "fact_code",
            _("代码“{value}”被表格软件改成了科学计数法，原来的数字已经丢失。"),
            _("把这一列设为“文本”格式，重新填写代码。"),
            value=found,
        )
    if not is_code(found) or len(found) < 6:
        raise Problem("fact_code", _("“{value}”不是区划代码。"), _("填 6、9、12 或 15 位数字代码。"), value=found)
    return found


def code_or_none(value: Any) -> str:
    """A code, or nothing."""
    return code(value) if text(value) else ""


def day(value: Any) -> date:
    """A day, as 2026-01-31 or 2026/1/31."""
    found = _DAY.fullmatch(text(value))
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise Problem("fact_date", _("“{value}”不是日期。"), _("写成 2026-01-31。"), value=value)


def moment(value: Any) -> datetime:
    """A moment, as 2026-01-31T08:05:00+08:00. Without a zone it is China's time; without a time, the day's beginning."""
    found = _MOMENT.fullmatch(text(value))
    try:
        if found:
            clock = time.fromisoformat(_two_digits(found[2] or "00:00"))
            return datetime.combine(day(found[1]), clock, clock.tzinfo or CHINA)
    except (ValueError, Problem):
        pass
    raise Problem("fact_moment", _("“{value}”不是时间。"), _("写成 2026-01-31T08:05:00+08:00。"), value=value)


def _two_digits(clock: str) -> str:
    return clock if clock[2] == ":" else f"0{clock}"


def codes(value: Any) -> tuple[str, ...]:
    """At least one code, in a list."""
    if not isinstance(value, list) or not value:
        raise Problem("fact_list", _("应是至少有一项的列表。"), _('写成 ["150624101003"]。'))
    return tuple(dict.fromkeys(code(item) for item in value))


def words(value: Any) -> frozenset[str]:
    """A list of names."""
    if not isinstance(value, list):
        raise Problem("fact_list", _("应是列表。"), _('写成 ["police_station", "village"]。'))
    return frozenset(filled(item) for item in value)


def data(value: Any) -> dict[str, Any]:
    """Answers by question."""
    if not isinstance(value, dict):
        raise Problem("fact_object", _("应是“名称: 内容”的形式。"), _('写成 {{"places": 3}}。'))
    return value


def number_or_cadence(value: Any) -> int | Cadence:
    """What a parameter is decided to be: a whole number, or a cadence."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value in list(Cadence):
        return Cadence(value)
    raise Problem(
        "fact_value", _("“{value}”既不是整数，也不是周期。"), _("写整数，或 {known} 之一。"), value=value, known="、".join(Cadence)
    )


def state_or_none(parse: Parser) -> Parser:
    """``parse``, or None for an empty value."""
    return lambda value: None if value in (None, "") or (isinstance(value, str) and not value.strip()) else parse(value)
