"""A user sees only his own area and sector, on every path; and changes nothing outside it."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests import county
from tests.desk.routes import addresses_of, all_routes

from sanzhang.journal.models import Entry

NEIGHBOURS = [f"village_head@{county.SISTER}", f"grid_worker@{county.SISTER}001", f"town_head@{county.TOWN}"]
# What belongs to the far village alone. Its name may stand in no page of a neighbour's.
SECRETS = [
    *(f"只属于{county.FAR}的{thing}" for thing in ("记录", "场所", "户", "检查", "隐患", "事项", "计划", "抽查对象")),
    county.AREAS[county.FAR],
    f"{county.AREAS[county.FAR]}嘎查村",
]


def everywhere() -> list[tuple[str, list[str]]]:
    """Every route with its addresses. All examples are made before the first page is called, so that lists show them too."""
    return [(name, addresses_of(name, pattern)) for name, pattern in all_routes()]


@pytest.mark.parametrize("neighbour", NEIGHBOURS)
def test_no_route_shows_a_neighbour_the_far_village(as_: Callable[[str], Client], neighbour: str) -> None:
    client = as_(neighbour)
    for _name, addresses in everywhere():
        for address in addresses:
            for query in ("", f"?area={county.FAR}", "?q=只属于", "?export=csv"):
                answer = client.get(address + query)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                shown = [secret for secret in SECRETS if secret in body.decode("utf-8", "ignore")]
                assert answer.status_code < 500, (address + query, answer.status_code)
                assert not shown, f"{address + query} shows {shown} to {neighbour}"


@pytest.mark.parametrize("neighbour", NEIGHBOURS)
def test_no_route_lets_a_neighbour_change_the_far_village(as_: Callable[[str], Client], neighbour: str) -> None:
    client, there = as_(neighbour), everywhere()
    before = set(Entry.objects.values_list("id", flat=True))
    data = {
        "reason": "试",
        "areas": county.FAR,
        "area": county.FAR,
        "occurred_on": "2026-06-20",
        "outcome": "adopted",
        "start": "2026-01-01",
        "name": "改名",
    }
    for name, addresses in there:
        if name in ("desk:sign_out", "desk:calendar"):
            continue
        for address in addresses:
            assert client.post(address, data).status_code < 500, address
    made = Entry.objects.exclude(id__in=before)
    assert [entry.kind for entry in made if entry.area.startswith(county.OTHER_TOWN)] == []


def test_a_department_sees_its_own_sector_only(as_: Callable[[str], Client]) -> None:
    page = as_(f"department_head@{county.COUNTY}/public_security").get("/ledger/?export=csv")
    text = b"".join(page.streaming_content).decode()
    assert "public_security" in text
    assert "housing" not in text


def test_the_right_people_do_see_the_far_village(as_: Callable[[str], Client]) -> None:
    for number in (f"village_head@{county.FAR}", f"town_head@{county.OTHER_TOWN}", f"brigade_chief@{county.COUNTY}"):
        assert SECRETS[0] in as_(number).get("/records/").content.decode(), number
