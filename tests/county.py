"""A small county for tests: two towns, three villages, a holder for every post of the pack, one record in each village."""

from datetime import UTC, date, datetime
from functools import cache
from uuid import uuid4

from sanzhang.accounts.models import Account
from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, append_all, draft
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


def build() -> dict[str, str]:
    """Append the county; returns each person's key by number (``post@area`` or ``post@area/sector``)."""
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
