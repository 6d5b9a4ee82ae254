"""A small county for tests: two towns, three villages, a holder for every post of the pack, one record in each village."""

from copy import copy
from datetime import UTC, date, datetime
from functools import cache
from uuid import uuid4

from django.apps import apps
from django.db.models import Model

from sanzhang.accounts.models import Account
from sanzhang.journal import projecting
from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, append_all, draft, new_id
from sanzhang.journal.models import Entry
from sanzhang.journal.personal import hide
from sanzhang.packs import shipped
from sanzhang.people.queries import actors_of
from sanzhang.rules.areas import LENGTHS
from sanzhang.rules.pack.model import Ask, EvidenceKind

COUNTY, TOWN, OTHER_TOWN = "150624", "150624100", "150624101"
VILLAGE, SISTER, FAR = "150624100001", "150624100002", "150624101001"
AREAS = {
    COUNTY: "鄂托克旗",
    TOWN: "乌兰镇",
    OTHER_TOWN: "棋盘井镇",
    VILLAGE: "敖伦其日嘎嘎查",
    SISTER: "巴音陶勒盖嘎查",
    FAR: "深井村",
    VILLAGE + "001": "敖伦网格",
    SISTER + "001": "巴音网格",
    FAR + "001": "深井网格",
}
PASSWORD = "Prairie-Fire-2026"


_kept: tuple[dict[str, str], list[tuple[type[Model], list[Model]]]] | None = None


def build() -> dict[str, str]:
    """The county in an empty database; returns each person's key by number (``post@area`` or ``post@area/sector``).

    Appended once a process; later tests get the same rows put back, which takes a fraction of the time.
    """
    global _kept
    if Entry.objects.exists():
        return _appended()
    if _kept is None:
        people = _appended()
        filled = [(model, list(model._base_manager.all())) for model in apps.get_models() if model.__module__.startswith("sanzhang.")]
        _kept = people, [(model, rows) for model, rows in filled if rows]
        return dict(people)
    with projecting.rebuilding():
        for model, rows in _kept[1]:
            model._base_manager.bulk_create([copy(row) for row in rows])
    return dict(_kept[0])


def _appended() -> dict[str, str]:
    system = system_actor()
    append_all([draft("area.set", code, {"name": name}) for code, name in AREAS.items()], system)
    people: dict[str, str] = {}
    for post in shipped("otog-2022").posts:
        length = max(LENGTHS[post.level], LENGTHS["county"])
        sectors = [sector.id for sector in shipped("otog-2022").sectors][:2] if post.per_sector else [""]
        for area in (code for code in AREAS if len(code) == length):
            for sector in sectors:
                number = f"{post.id}@{area}" + (f"/{sector}" if sector else "")
                people[number] = settle(number, f"{AREAS[area]}{post.title.zh}{sector}", area)
                append(
                    draft(
                        "appointment.set",
                        area,
                        {"key": str(uuid4()), "person": people[number], "post": post.id, "sector": sector, "start": "2025-01-01"},
                    ),
                    system,
                )
    return people


def settle(number: str, name: str, area: str) -> str:
    """Register a person; returns his key."""
    key = str(uuid4())
    append(
        draft("person.set", area, {"key": key, "number": number, "hidden": hide(key, {"name": name, "phone": "13900000000"})}),
        system_actor(),
    )
    return key


def place(area: str, name: str, by: Actor | None = None, **more: object) -> str:
    """Register a place; returns its key."""
    key = str(more.pop("key", uuid4()))
    state = {"key": key, "kind": "small_shop", "name": name, "phone": "13812341234", "responsible": "某负责人", **more}
    append(draft("premises.set", area, state), by or system_actor())
    return key


def household(area: str, number: str, by: Actor | None = None, *, day: datetime | None = None, **more: object) -> str:
    """Register a household; returns its key. What is personal can be given by name."""
    key = str(more.pop("key", uuid4()))
    personal = {"name": "王某某", "phone": "13912345678", "address": "某巷某号"}
    personal |= {name: more.pop(name) for name in ("name", "phone", "address", "people", "categories", "contact", "notes") if name in more}
    state = {"key": key, "number": number, "vulnerable": True, "purpose": "上门查找隐患", "keep_until": "2030-12-31", "personal": personal}
    append(draft("household.set", area, state | more, occurred_at=day), by or system_actor())
    return key


def actor(people: dict[str, str], number: str, day: date = date(2026, 6, 30)) -> Actor:
    """The person with that number in his first post."""
    return actors_of(people[number], day)[0]


def account(people: dict[str, str], number: str) -> Account:
    """An account for the person with that number."""
    found = Account.objects.filter(person=people[number]).first()
    return found or Account.objects.open(f"u{Account.objects.count()}", people[number], COUNTY, PASSWORD)


@cache
def kind(evidence: str) -> EvidenceKind:
    """The kind of evidence with that id."""
    return next(kind for kind in shipped("otog-2022").evidence if kind.id == evidence)


def record(by: Actor, evidence: str, area: str, day: date, **more: object) -> str:
    """Record something done; whatever its kind requires is answered plausibly. Returns its id."""
    answers = {ask.id: _answer(ask) for ask in kind(evidence).asks if ask.required}
    payload = {"evidence": evidence, "areas": [area], "data": answers, **more}
    return str(append(draft("record.made", area, payload, occurred_at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC)), by).id)


def inspection(by: Actor, area: str, place: str, at: datetime, *findings: dict[str, object], name: str = "某店", **more: object) -> str:
    """Inspect a shop, as a phone sends it. Returns its id."""
    payload = {
        "checklist": "nine_small_shop", "checklist_version": 1, "evidence": "daily_patrol", "answers": {}, "findings": list(findings),
        "place": {"type": "premises", "key": place, "snapshot": {"name": name, "kind": "small_shop"}}, "no_position": "denied",
        "started_at": at.isoformat(), **more,
    }  # fmt: skip
    return str(append(draft("inspection.made", area, payload, occurred_at=at), by).id)


def finding(text: str, action: str = "by_date", **more: object) -> dict[str, object]:
    """A suspected hazard, as an inspection names it. ``due`` and ``after`` are given with it where the action needs them."""
    return {"id": str(new_id()), "text": text, "action": action, "photos": [], **more}


def case(cycle: str, event: str, area: str, place: str, by: Actor | None = None, *, name: str = "某店", **more: object) -> str:
    """Open a case about a shop. Returns its id."""
    payload = {"cycle": cycle, "event": event, "place": {"type": "premises", "key": place, "snapshot": {"name": name}}, **more}
    return str(append(draft("case.opened", area, payload), by or system_actor()).id)


def photo(sha256: str, role: str = "before", **more: object) -> dict[str, object]:
    """A photo, as an entry names it."""
    return {
        "sha256": sha256, "name": "a.jpg", "size": 200_000, "width": 640, "height": 480, "role": role, "source": "camera",
        "taken_at": "2026-06-10T04:00:00Z", "no_position": "denied", **more,
    }  # fmt: skip


def _answer(ask: Ask) -> object:
    match ask.type:
        case "integer":
            return 1
        case "date":
            return "2026-05-01"
        case "choice":
            return next(iter(ask.choices))
        case "yes_no":
            return True
        case _:
            return "已完成"
