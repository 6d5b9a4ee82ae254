"""Words of the pack and of the rules, in the reader's language."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from sanzhang.packs.words import say as say, sentences
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

CADENCES = {"week": _("每周"), "month": _("每月"), "quarter": _("每季度"), "half_year": _("每半年"), "year": _("每年"), "once": _("一次")}
LEVELS = {"county": _("旗"), "town": _("苏木镇"), "village": _("嘎查村社区"), "grid": _("网格")}  # where the notice doesn't say
UNITS = {"count": _("次"), "hours": _("小时"), "days": _("天"), "workdays": _("个工作日"), "percent": _("%"), "cadence": ""}


def tell(problem: Problem) -> dict[str, str]:
    """A problem as pages show it: where, what happened, what to do next."""
    return {"where": problem.where} | sentences(problem)


def tell_all(error: Problem | Problems) -> list[dict[str, str]]:
    """Every problem of an error."""
    return [tell(problem) for problem in (error.problems if isinstance(error, Problems) else [error])]


def listed(words: Iterable[str]) -> str:
    """Words one after another, set apart as the reader's language does it."""
    return gettext("、").join(words)


def noted(words: str, note: object) -> str:
    """Words with a note in brackets; alone where there is no note."""
    return gettext("%(words)s（%(note)s）") % {"words": words, "note": note} if note else words


def labelled(label: str, words: object) -> str:
    """Words after what they are about."""
    return gettext("%(label)s：%(words)s") % {"label": label, "words": words}


def moment(when: datetime | None) -> str:
    """A moment as pages write it."""
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M") if when else ""


def period_words(key: str) -> str:
    """A period's key as people write it: 2026 年 3 月, 2026 年第 1 季度."""
    if key == "once":
        return gettext("限期一次")
    if len(key) > 10:
        return gettext("逐件")
    year = key[:4]
    if "Q" in key:
        return gettext("{year} 年第 {n} 季度").format(year=year, n=key[5:])
    if "H" in key:
        return gettext("{year} 年上半年").format(year=year) if key.endswith("1") else gettext("{year} 年下半年").format(year=year)
    if "W" in key:
        return gettext("{year} 年第 {n} 周").format(year=year, n=int(key[5:]))
    if "-" in key:
        return gettext("{year} 年 {n} 月").format(year=year, n=int(key[5:]))
    return gettext("{year} 年").format(year=year)
