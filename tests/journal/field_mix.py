"""A day outside: an entry of every kind that comes from phones, or from the pages about what they sent."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, draft, new_id
from sanzhang.rules.plausibility import question_key

PHOTO = {
    "sha256": "a" * 64, "name": "a.jpg", "size": 1000, "width": 40, "height": 30, "role": "after", "source": "camera",
    "taken_at": "2026-06-01T08:00:00+08:00", "no_position": "denied",
}  # fmt: skip


def write_a_day_outside(people: dict[str, str], worker: Actor) -> None:
    """Written by the program itself, but for what only somebody in a post can withdraw."""
    shop, gone, home, left, erased = (str(uuid4()) for _place in range(5))
    open_, stuck, twice, told = (str(new_id()) for _hazard in range(4))
    findings = [_finding(open_), _finding(stuck, "cannot"), _finding(twice, "on_the_spot", after=[PHOTO])]
    area = worker.area
    mistaken = append(draft("inspection.made", area, _check(place("area", area), [_finding(str(new_id()))])), worker).id
    for kind, payload in (
        ("premises.set", _shop(shop, "甲店")),
        ("premises.set", _shop(gone, "乙店")),
        ("premises.revealed", {"key": shop, "reason": "联系"}),
        ("premises.removed", {"key": gone, "reason": "重复"}),
        *(("household.set", _home(key, number)) for number, key in enumerate((home, left, erased))),
        ("household.revealed", {"key": home, "reason": "走访"}),
        ("household.removed", {"key": left, "reason": "搬走"}),
        ("household.erased", {"key": erased, "reason": "到期"}),
        ("inspection.made", _check(place("premises", shop), findings)),
        ("hazard.found", {"place": place("premises", shop), "finding": _finding(told)}),
        ("hazard.corrected", {"hazard": open_, "photos": [PHOTO]}),
        ("hazard.corrected", {"hazard": twice, "photos": [PHOTO]}),
        ("hazard.reported", {"hazard": told}),
        ("hazard.moved", {"hazard": stuck, "event": "taken"}),
        ("hazard.settled", {"hazard": twice, "state": "corrected", "note": "看过"}),
        ("device.registered", {"device": str(uuid4()), "label": "手机", "person": worker.person}),
        ("device.lost", {"device": str(uuid4()), "label": "手机", "person": worker.person}),
    ):
        append(draft(kind, area, payload), system_actor())
    report = {
        "cycle": "report",
        "event": "received",
        "place": place("premises", shop),
        "result": "visit",
        "note": "出口堵塞",
        "hazards": [told],
    }
    case = append(draft("case.opened", area, report), system_actor()).id
    checked = {"case": str(case), "event": "confirmed", "note": "属实", "photos": [PHOTO | {"role": "scene"}]}
    append(draft("case.moved", area, checked), system_actor())
    asked = {
        "question": question_key("far", [str(mistaken)]),
        "asks": "far",
        "inspections": [str(mistaken)],
        "outcome": "asked",
        "note": "定位漂移",
    }
    append(draft("question.settled", area, asked), system_actor())
    withdrawal = {"inspection": str(mistaken), "evidence": "daily_patrol", "reason": "记错了地方"}
    append(draft("inspection.withdrawn", area, withdrawal), worker)


def place(type: str, key: str) -> dict[str, Any]:
    """Where."""
    return {"type": type, "key": key, "snapshot": {"name": "某处"}}


def _check(where: dict[str, Any], findings: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "checklist": "nine_small_shop", "checklist_version": 1, "evidence": "daily_patrol", "place": where, "findings": findings,
        "no_position": "denied", "started_at": "2026-06-01T08:00:00+08:00", "photos": [PHOTO | {"role": "scene"}],
    }  # fmt: skip


def _finding(id: str, action: str = "by_date", **more: Any) -> dict[str, Any]:
    return {"id": id, "text": "出口堵塞", "action": action, "due": "2099-01-01" if action == "by_date" else None, **more}


def _shop(key: str, name: str) -> dict[str, Any]:
    return {"key": key, "kind": "small_shop", "name": name, "responsible": "某人", "phone": "13900000000"}


def _home(key: str, number: int) -> dict[str, Any]:
    personal = {"name": "某老人", "phone": "13900000000", "address": "某处", "categories": []}
    return {
        "key": key,
        "number": f"H{number}",
        "vulnerable": True,
        "purpose": "走访",
        "keep_until": str(timezone.localdate() + timedelta(days=300)),
        "personal": personal,
    }
