"""What a phone needs beside the registers: kinds, checklists, parties, departments. The same for everybody in a county, and seldom changed."""

import hashlib
import json
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from sanzhang.api.v1.cycles import states_told, steps_told
from sanzhang.packs import checklists, household_categories, pack_for, premises_kinds
from sanzhang.packs.words import say
from sanzhang.rules.checklists import Checklist
from sanzhang.rules.pack.model import Pack


def standards_for(county: str) -> tuple[str, dict[str, Any]]:
    """A mark that changes when any of it does, and all of it, in the reader's language."""
    return _standards(county, get_language() or "zh", timezone.localdate())


@lru_cache(maxsize=64)
def _standards(county: str, language: str, day: date) -> tuple[str, dict[str, Any]]:
    pack = pack_for(county, settings.DEFAULT_PACK)
    premises = premises_kinds()
    groups = {group.id: say(group.title) for group in premises.groups}
    told = {
        "kinds": [
            {"id": kind.id, "title": say(kind.title), "group": groups[kind.group], "checklist": kind.checklist_on(day)}
            for kind in premises.kinds
        ],
        "marks": [{"id": mark.id, "title": say(mark.title), "checklist": mark.checklist_on(day)} for mark in premises.marks],
        "categories": [{"id": category.id, "title": say(category.title)} for category in household_categories().categories],
        "evidence": [
            {
                "id": kind.id,
                "title": say(kind.title),
                "group": kind.group,
                "levels": list(kind.levels),
                "asks_parties": kind.asks_parties,
                "comes_from": list(kind.comes_from),
            }
            for kind in pack.evidence
            if kind.comes_from
        ],
        "parties": [{"id": name, "title": say(title)} for name, title in pack.parties.items()],
        "departments": [{"id": sector.id, "title": say(sector.department)} for sector in pack.sectors],
        "checklists": [_checklist(pack, one) for one in checklists(day).values()],
        "states": states_told(county, day),
        "steps": steps_told(county, day),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12], told


def _checklist(pack: Pack, one: Checklist) -> dict[str, Any]:
    """A checklist, flat, with the kinds of evidence of the county's notice as which a check with it counts."""
    kinds = (pack.evidence_from(f"inspection.{mode}") for mode in one.modes)
    return {
        "id": one.id,
        "version": one.version,
        "title": say(one.title),
        "for": [kind for name in one.for_ for kind in (premises_kinds().named(name) or (name,))],
        "evidence": list(dict.fromkeys(kind.id for kind in kinds if kind)),
        "sections": [{"id": section.id, "title": say(section.title)} for section in one.sections],
        "items": [
            {
                "id": item.id, "section": item.section, "text": say(item.text), "severity": item.severity, "element": item.element,
                "basis": {"text": item.basis.text, "source": item.basis.source, "grade": item.basis.grade}, "hint": say(item.hint),
                "problems": [say(problem) for problem in item.problems],
                **({"elements": list(item.elements)} if item.elements else {}),
            }
            for item in one.items
        ],
    }  # fmt: skip
