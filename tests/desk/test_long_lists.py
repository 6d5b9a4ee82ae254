"""Long lists page by page: each row once and in order, from wherever a page is reached, also while rows are added; counted no more than needed."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import county
from tests.county import COUNTY, FAR, TOWN, VILLAGE, finding, photo
from tests.desk.calls import CHIEF, HEAD, As, text

from sanzhang.desk import long_rows
from sanzhang.desk.counted import counted
from sanzhang.desk.long_rows import LongRows
from sanzhang.hazards.models import Hazard
from sanzhang.hazards.queries import most_urgent
from sanzhang.inspections.models import Inspection
from sanzhang.inspections.queries import newest
from sanzhang.journal.actors import Place, Scope

AT = datetime(2026, 6, 12, 4, tzinfo=UTC)
HERE = Scope((Place(VILLAGE),))
LINK = re.compile(r'href="/(?:inspections|hazards)/([0-9a-f-]{36})/"')
FIELDS = ("area",)


@pytest.fixture
def many(people: dict[str, str]) -> dict[str, str]:
    """Thirty inspections of three moments, each with two hazards that are due on one of three days."""
    head, shop = county.actor(people, HEAD), county.place(VILLAGE, "某店")
    for number in range(30):
        due = (AT + timedelta(days=1 + number % 3)).date().isoformat()
        done = finding(f"改好 {number}", "on_the_spot", after=[photo(f"{number:064x}", "after")])
        at = AT + timedelta(minutes=number % 3)
        county.inspection(head, VILLAGE, shop, at, finding(f"待办 {number}", due=due), done, name="某店")
    return people


@pytest.fixture(params=[5000, 2])
def near(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages near and far from where one begins to look for them."""
    monkeypatch.setattr(long_rows, "NEAR", request.param)


def rows(names: tuple[str, ...] = ("-occurred_on", "-occurred_at")) -> LongRows:
    """Inspections of the village as a long list, each row its key alone."""
    found = LongRows(newest(HERE), lambda found: [{"key": row.pk} for row in found], FIELDS, COUNTY)
    return found.order_by(*names)


def keys(page: list[dict[str, Any]]) -> list[Any]:
    return [row["key"] for row in page]


def newest_first() -> list[Any]:
    made = Inspection.objects.filter(area=VILLAGE)
    return [row.id for row in sorted(made, key=lambda row: (row.occurred_on, row.occurred_at, row.id), reverse=True)]


def test_pages_of_equal_moments_hold_each_row_once_and_in_order(many: dict[str, str], near: None) -> None:
    expected = newest_first()
    assert len(expected) == 31
    listed = rows()
    assert len(listed) == 31
    assert [key for start in range(0, 31, 4) for key in keys(listed[start : start + 4])] == expected
    assert [key for part in rows().batches() for key in keys(part)] == expected


def test_every_page_is_the_same_from_wherever_it_is_reached(many: dict[str, str], near: None) -> None:
    expected = newest_first()
    for first in range(0, 31, 4):
        begun = rows()
        begun[first : first + 4]
        assert begun.at
        for start in range(0, 31, 4):
            there = rows()
            there.at = begun.at
            assert keys(there[start : start + 4]) == expected[start : start + 4], (first, start)


@pytest.mark.parametrize(
    "names", [("occurred_on", "occurred_at"), ("checklist",), ("-findings_count",), ("withdrawn_at",), ("occurred_on", "-findings_count")]
)
def test_any_order_is_paged_without_losing_a_row(many: dict[str, str], near: None, names: tuple[str, ...]) -> None:
    seen: list[Any] = []
    at = ""
    for start in range(0, 31, 4):
        listed = rows(names)
        listed.at = at
        seen += keys(listed[start : start + 4])
        at = listed.at
    assert len(seen) == len(set(seen)) == 31


def test_an_order_by_what_may_be_missing_or_by_both_ways_has_no_spots(many: dict[str, str]) -> None:
    for names in (("withdrawn_at",), ("occurred_on", "-findings_count")):
        listed = rows(names)
        listed[0:4]
        assert listed.at == ""


@pytest.mark.parametrize(
    "at",
    [
        "nonsense",
        "~~~",
        "4~-occurred_on,-occurred_at,-pk~not a day~not a moment~not a key",
        "4~-occurred_on,-occurred_at,-pk~2026-06-12~2026-06-12 04:00:00+00:00~" + "0" * 5000,
        "4~-occurred_on,-occurred_at,-pk~~~",
        "9" * 5000 + "~-occurred_on,-occurred_at,-pk~2026-06-12~2026-06-12 04:00:00+00:00~00000000-0000-0000-0000-000000000000",
        "4~occurred_on,occurred_at,pk~2026-06-12~2026-06-12 04:00:00+00:00~00000000-0000-0000-0000-000000000000",
        "-4~-occurred_on,-occurred_at,-pk~2026-06-12~2026-06-12 04:00:00+00:00~00000000-0000-0000-0000-000000000000",
    ],
)
def test_an_address_that_nobody_wrote_here_changes_nothing(as_: As, many: dict[str, str], at: str) -> None:
    listed = rows()
    listed.at = at
    assert keys(listed[8:12]) == newest_first()[8:12]
    page = as_(HEAD).get("/inspections/", {"per_page": 25, "page": 2, "at": at})
    assert LINK.findall(page.content.decode()) == [str(key) for key in newest_first()[25:]]


def test_nor_does_one_with_a_day_that_is_none(as_: As, many: dict[str, str]) -> None:
    at = "4~urgency,found_on,pk~someday~2026-06-12~00000000-0000-0000-0000-000000000000"
    page = as_(HEAD).get("/hazards/", {"per_page": 25, "page": 2, "at": at})
    assert len(LINK.findall(page.content.decode())) == 25


# Through the pages


def walked(client: Client, address: str, towards: str) -> list[list[str]]:
    """The keys on each page, following the links ``towards`` the next or the previous page."""
    pages, link = [], address
    while link:
        page = client.get(link).content.decode()
        pages.append(LINK.findall(page))
        found = re.search(rf'rel="{towards}" href="([^"]+)"', page)
        link = address.split("?")[0] + unescape(found[1]) if found else ""
    return pages


@pytest.mark.parametrize("address", ["/inspections/", "/hazards/"])
def test_from_page_to_page_there_and_back(as_: As, many: dict[str, str], address: str) -> None:
    forth = walked(as_(CHIEF), f"{address}?per_page=25", "next")
    expected = {str(row.id) for row in (Inspection if address == "/inspections/" else Hazard).objects.all()}
    assert [len(page) for page in forth] == ([25, 8] if address == "/inspections/" else [25, 25, 13])
    assert {key for page in forth for key in page} == expected
    back = walked(as_(CHIEF), f"{address}?per_page=25&page={len(forth)}", "prev")
    assert back == forth[::-1]


def test_what_is_added_meanwhile_moves_no_row_to_another_page(as_: As, many: dict[str, str]) -> None:
    client, before = as_(HEAD), [str(key) for key in newest_first()]
    first = client.get("/inspections/?per_page=25").content.decode()
    head, shop = county.actor(many, HEAD), county.place(VILLAGE, "另一家")
    county.inspection(head, VILLAGE, shop, AT + timedelta(days=1), name="另一家")
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward
    second = client.get("/inspections/" + unescape(onward[1])).content.decode()
    assert LINK.findall(first) + LINK.findall(second) == before


def test_the_most_urgent_come_first_and_what_is_done_last(as_: As, many: dict[str, str]) -> None:
    shown = [key for page in walked(as_(HEAD), "/hazards/?per_page=25", "next") for key in page]
    by_id = {str(row.id): row for row in Hazard.objects.all()}
    order = [(by_id[key].ended, by_id[key].next_due or date.max, by_id[key].found_on, key) for key in shown]
    assert order == sorted(order)
    assert [ended for ended, *_rest in order].count(True) == 30


def test_another_number_of_rows_or_another_order_begins_anew(as_: As, many: dict[str, str]) -> None:
    page = text(as_(HEAD), "inspections", query="?per_page=25&page=2")
    links = [unescape(link) for link in re.findall(r'href="(\?[^"]+)"', page)]
    assert [link for link in links if "page=1" in link and "at=25" in link]
    assert not [link for link in links if ("sort=" in link or "per_page=50" in link) and "at=" in link]


# Counting


def counts_taken(rows: QuerySet[Any]) -> tuple[int, int]:
    """How many rows there are, and how often the list itself was counted for that."""
    with CaptureQueriesContext(connection) as queries:
        count = counted(COUNTY, rows)
    return count, sum('COUNT(*) AS "__count" FROM "inspections_inspection"' in query["sql"] for query in queries)


def test_a_list_is_counted_again_only_after_its_journal_has_moved(many: dict[str, str]) -> None:
    assert counts_taken(newest(HERE)) == (31, 1)
    assert counts_taken(newest(HERE)) == (31, 0)
    assert counts_taken(newest(Scope((Place(FAR),)))) == (1, 1)
    county.inspection(county.actor(many, HEAD), VILLAGE, county.place(VILLAGE, "另一家"), AT, name="另一家")
    assert counts_taken(newest(HERE)) == (32, 1)


# What the database does


@pytest.mark.sqlite_only
@pytest.mark.parametrize("scope", [Place(COUNTY), Place(TOWN), Place(VILLAGE), Place(COUNTY, "housing")])
def test_a_page_is_found_by_walking_one_index_in_order(db: None, scope: Place) -> None:
    for listed, index in ((newest(Scope((scope,))), "inspections_newest"), (most_urgent(Scope((scope,))), "hazards_urgent")):
        for way in (listed, listed.reverse()):
            sql, params = way.values_list("pk", flat=True)[500:600].query.sql_with_params()
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                plan = " ".join(row[3] for row in cursor.fetchall())
            assert index in plan, plan
            assert "TEMP B-TREE" not in plan, plan


def test_the_scope_names_its_county_only_when_it_is_one(people: dict[str, str]) -> None:
    whole, both = Scope((Place(COUNTY),)), Scope((Place(VILLAGE), Place(FAR)))
    assert newest(whole).count() == 3
    assert newest(both).count() == 2
    assert newest(Scope((Place(VILLAGE), Place("150625")))).count() == 1
    assert newest(Scope()).count() == 0
    assert newest(Scope((Place(""),))).count() == 3
    assert [one != other for one, other in pairwise(newest(whole).values_list("id", flat=True))] == [True, True]
