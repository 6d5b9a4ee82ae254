"""What the standard says of a case under every edition, as a county has them: shown before anything is recorded, and kept with what is recorded."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from sanzhang.determination.queries import editions_for
from sanzhang.rules.determination.cases import read_case
from sanzhang.rules.determination.compiled import tables
from sanzhang.rules.determination.decide import Determination, compare, determined
from sanzhang.rules.determination.editions import Editions
from sanzhang.rules.determination.output import as_data
from sanzhang.rules.pack.model import Text
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

Case = dict[str, Any]
Kept = dict[str, Any]


def chinese(text: Text) -> str:
    """The words in the language of the record."""
    return text.zh


def verdicts_on(
    case: Case, edition: str, known: Editions, translate: Callable[[str], str] = str, title: Callable[[Text], str] = chinese
) -> list[dict[str, Any]]:
    """The verdict of each edition, the one that counts first. ``edition``: the one whose elements the case names. Raises ``Problems``.

    An element is looked for in the other editions by its counterpart. Where an older edition's elements were chosen, those of other tables
    are left out: what they are there nobody said.
    """
    ready = tables(known)
    applies = read_case(case | {"elements": []}, ready).ready.edition
    if edition == applies.id:
        found = list(compare(case, known))
    else:
        found = [determined(read_case(case, ready, one.id)) for one in known if one.id == edition or not one.loaded]
    order = {edition: 1, applies.id: 0}
    return [_told(one, applies.id, translate, title) for one in sorted(found, key=lambda one: order.get(one.case.ready.edition.id, 2))]


def _told(found: Determination, applies: str, translate: Callable[[str], str], title: Callable[[Text], str]) -> dict[str, Any]:
    edition = found.case.ready.edition
    return as_data(found, translate, title) | {"number": edition.number, "applies": edition.id == applies, "loaded": edition.loaded}


def kept(case: Case, edition: str, county: str) -> Kept:
    """What is kept of a determination: what was said, and each verdict in Chinese, the language of the record. Raises ``Problems``."""
    return {"case": case, "edition": edition, "verdicts": verdicts_on(case, edition, editions_for(county))}


def check_kept(given: Kept, county: str, day: date) -> None:
    """What is about to be recorded on ``day`` must be what the standard says of its own facts. Raises ``Problem``."""
    case, edition = given.get("case"), given.get("edition")
    if not isinstance(case, dict) or not isinstance(edition, str) or editions_for(county).named(edition) is None:
        raise Problem("determination_form", _("判定的内容不完整，不能登记。"), _("重新对照标准后再登记。"))
    try:
        right = kept(case, edition, county)
    except (Problem, Problems) as error:
        first = error.problems[0] if isinstance(error, Problems) else error
        raise Problem(
            "determination_case", _("判定所根据的情况不能用：{first}"), _("改正后重新对照标准。"), first=str(first)
        ) from None  # fmt: skip
    if json.loads(json.dumps(given)) != json.loads(json.dumps(right)):
        raise Problem("determination_differs", _("判定的结论和它所根据的情况不符，没有登记。"), _("重新对照标准，看清结论后再登记。"))
    if case["date"] > day.isoformat():
        raise Problem("determination_ahead", _("判定的检查日期 {date} 还没有到。"), _("改正检查日期。"), date=case["date"])
