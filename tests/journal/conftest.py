"""A banner with two towns and two villages, and four people in post."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection
from tests import county
from tests.emptying import journal_may_be_emptied_after

from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, append_all, draft
from sanzhang.journal.kinds import Draft
from sanzhang.journal.sealing import seal, unsealed_counties

COUNTY, TOWN, OTHER_TOWN, VILLAGE, FAR = county.COUNTY, county.TOWN, county.OTHER_TOWN, county.VILLAGE, county.FAR
AREAS = {COUNTY: "鄂托克旗", TOWN: "乌兰镇", OTHER_TOWN: "棋盘井镇", VILLAGE: "敖伦其日嘎嘎查", FAR: "深井村", VILLAGE + "001": "敖伦网格"}
HOLDERS = {"brigade_chief": COUNTY, "town_head": TOWN, "village_head": VILLAGE, "grid_worker": VILLAGE + "001"}


def build_banner() -> dict[str, str]:
    """Append the banner; returns people's keys by post."""
    append_all([draft("area.set", code, {"name": name}) for code, name in AREAS.items()], system_actor())
    people = {post: county.settle(post, f"某{post}", area) for post, area in HOLDERS.items()}
    for post, area in HOLDERS.items():
        appoint(people[post], post, area)
    return people


def appoint(person: str, post: str, area: str, start: str = "2025-01-01", by: Actor | None = None, **fields: object) -> str:
    """Appoint somebody; returns the appointment's key."""
    key = f"{post}-{area}-{start}"
    append(draft("appointment.set", area, {"key": key, "person": person, "post": post, "start": start, **fields}), by or system_actor())
    return key


def inspect(by: Actor, area: str, day: date, *parties: str) -> str:
    """A joint inspection; returns its id."""
    return county.record(by, "joint_inspection", area, day, parties=list(parties))


def all_by(actor: Actor, *items: Draft) -> list[tuple[Draft, Actor]]:
    """Drafts that one person sends."""
    return [(item, actor) for item in items]


def seal_all() -> None:
    """Tests never commit, so nothing is sealed by itself."""
    for code in unsealed_counties():
        seal(code)


@contextmanager
def triggers_off() -> Iterator[None]:
    """What somebody with full access to the database can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
            yield
            cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_entry'")
        triggers = cursor.fetchall()
        assert triggers
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


def tamper(sql: str, *parameters: object) -> int:
    """Run ``sql`` on the entries behind the program's back; returns how many rows it hit."""
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The banner's people by post."""
    return build_banner()


@pytest.fixture
def chief(people: dict[str, str]) -> Actor:
    """The brigade chief."""
    return county.actor(people, "brigade_chief")


@pytest.fixture
def head(people: dict[str, str]) -> Actor:
    """The head of the first town."""
    return county.actor(people, "town_head")


@pytest.fixture
def worker(people: dict[str, str]) -> Actor:
    """The grid worker."""
    return county.actor(people, "grid_worker")


@pytest.fixture
def committing_people(transactional_db: None) -> Iterator[dict[str, str]]:
    """The banner, really committed, for tests with several connections."""
    with journal_may_be_emptied_after():
        yield build_banner()
