"""What the standard says of the case that a form describes, as pages show it."""

import hashlib
import json
import re
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.forms.determination import DeterminationForm
from sanzhang.desk.words import say, tell
from sanzhang.determination.verdicts import kept, verdicts_on
from sanzhang.rules.problems import Problem, Problems

ELEMENT = re.compile(r"^elements\[(\d+)\]")
VERDICTS = {
    True: gettext_lazy("可判定为重大火灾隐患"),
    False: gettext_lazy("不判定为重大火灾隐患"),
    None: gettext_lazy("还不能判定"),
}


def verdicts_of(form: DeterminationForm) -> list[dict[str, Any]]:
    """The verdict of each edition on the case that the form describes, the one that counts first. Raises ``Problems``."""
    return verdicts_on(form.case(), form.chosen.id, form.known, _, say)


def shown(verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Verdicts as a page shows them; also those that were kept."""
    return [one | {"verdict": str(VERDICTS[one["major"]])} for one in verdicts]


def look(form: DeterminationForm) -> dict[str, Any]:
    """What the standard says of the case, or what is wrong with it, as the page of the form shows it."""
    if not form.is_valid():
        return {}
    try:
        verdicts = verdicts_of(form)
        return {"verdicts": shown(verdicts), "digest": _digest(form, verdicts)}
    except (Problem, Problems) as error:
        return {"case_problems": problems_of(error, form)}


def kept_of(form: DeterminationForm) -> dict[str, Any]:
    """What is kept of the determination with the case."""
    return kept(form.case(), form.chosen.id, form.county)


def _digest(form: DeterminationForm, verdicts: list[dict[str, Any]]) -> str:
    """A short name of the case as it was described and of what was said of it: what is kept must be what was shown."""
    said = [[one["edition"], one["major"], one["rule"]] for one in verdicts]
    return hashlib.sha256(json.dumps([form.chosen.id, form.case(), said], sort_keys=True).encode()).hexdigest()[:16]


def problems_of(error: Problem | Problems, form: DeterminationForm) -> list[dict[str, str]]:
    """What is wrong with the case, each with the number of the element that it is about."""
    numbers = [one["no"] for one in form.case()["elements"]]
    told = []
    for problem in error.problems if isinstance(error, Problems) else [error]:
        match = ELEMENT.match(problem.where)
        where = _("第 %(no)s 条") % {"no": numbers[int(match[1])]} if match else ""
        told.append(tell(problem) | {"where": where})
    return told
