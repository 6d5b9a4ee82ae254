"""What the standard says of a case, under every edition: shown before anything is recorded, and kept with what is recorded."""

import hashlib
import json
import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy, override

from sanzhang.desk.forms.determination import DeterminationForm
from sanzhang.desk.words import say, tell
from sanzhang.packs import editions
from sanzhang.rules.determination.cases import read_case
from sanzhang.rules.determination.compiled import tables
from sanzhang.rules.determination.decide import Determination, compare, determined
from sanzhang.rules.determination.output import as_data
from sanzhang.rules.problems import Problem, Problems

ELEMENT = re.compile(r"^elements\[(\d+)\]")
VERDICTS = {
    True: gettext_lazy("可判定为重大火灾隐患"),
    False: gettext_lazy("不判定为重大火灾隐患"),
    None: gettext_lazy("还不能判定"),
}


def verdicts_on(form: DeterminationForm) -> list[dict[str, Any]]:
    """The verdict of each edition on the case that the form describes, the one that counts first. Raises ``Problems``.

    An element is looked for in the other editions by its counterpart. Where an older edition's elements were chosen, those of other tables
    are left out: what they are there nobody said.
    """
    case, known = form.case(), editions()
    applies = known.on(form.cleaned_data["day"])
    if form.chosen is applies:
        found = list(compare(case, known))
    else:
        ready = tables(known)
        found = [determined(read_case(case, ready, one.id)) for one in known if one is form.chosen or not one.loaded]
    order = {applies.id: 0, form.chosen.id: 1}
    return [_told(one, applies.id) for one in sorted(found, key=lambda one: order.get(one.case.ready.edition.id, 2))]


def _told(found: Determination, applies: str) -> dict[str, Any]:
    edition = found.case.ready.edition
    return as_data(found, _, say) | {"number": edition.number, "applies": edition.id == applies, "loaded": edition.loaded}


def shown(verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Verdicts as a page shows them; also those that were kept."""
    return [one | {"verdict": str(VERDICTS[one["major"]])} for one in verdicts]


def kept(form: DeterminationForm) -> dict[str, Any]:
    """What is kept of the determination with the case: what was said, and each verdict in Chinese, the language of the record."""
    with override(settings.LANGUAGE_CODE):
        return {"case": form.case(), "verdicts": verdicts_on(form)}


def digest_of(form: DeterminationForm) -> str:
    """A short name of the case as it was described: what is kept must be what was shown."""
    return hashlib.sha256(json.dumps([form.chosen.id, form.case()], sort_keys=True).encode()).hexdigest()[:16]


def problems_of(error: Problem | Problems, form: DeterminationForm) -> list[dict[str, str]]:
    """What is wrong with the case, each with the number of the element that it is about."""
    numbers = [one["no"] for one in form.case()["elements"]]
    told = []
    for problem in error.problems if isinstance(error, Problems) else [error]:
        match = ELEMENT.match(problem.where)
        where = _("第 %(no)s 条") % {"no": numbers[int(match[1])]} if match else ""
        told.append(tell(problem) | {"where": where})
    return told
