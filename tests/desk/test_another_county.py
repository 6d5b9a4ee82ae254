"""Another county lives here by its pack alone: every page opens under the notice of Sonid Right Banner, whose posts have other names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests import county
from tests.county import COUNTY, FAR, TOWN, finding
from tests.desk import routes
from tests.desk.calls import post, text
from tests.desk.routes import addresses_of, all_routes

from sanzhang.desk import counted
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.packs import load, pack_for
from sanzhang.people.models import Appointment
from sanzhang.people.posts import slice_post_of
from sanzhang.rules.pack.model import Pack
from sanzhang.standing import board

pytestmark = pytest.mark.sqlite_only  # every page once: what its queries say is held by the subjects' own tests on PostgreSQL

PACK = "sonid-right"
READERS = [
    f"entity_office@{COUNTY}", f"fire_brigade@{COUNTY}", f"department@{COUNTY}/housing", f"safety_inspector@{county.OTHER_TOWN}",
    f"group_leader@{FAR}", f"system_admin@{COUNTY}", f"audit_admin@{COUNTY}",
]  # fmt: skip


@pytest.fixture
def pack() -> Pack:
    """The notice as if it held in the county of the tests."""
    return load.shipped(PACK).model_copy(update={"county": COUNTY})


@pytest.fixture
def people(db: None, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The small county under that notice: a holder for each of its posts, and one thing of every sort in the far village."""
    shipped = load.shipped
    named = {"otog-2022": pack, PACK: pack}
    monkeypatch.setattr(load, "shipped", lambda id: named.get(id) or shipped(id))
    monkeypatch.setattr(county, "shipped", load.shipped)
    county.kind.cache_clear()
    pack_for.cache_clear()
    board._kept.clear()
    counted._kept.clear()
    duty, parameter = pack.duties[0].id, pack.parameters[0].id
    named_here = {"duty_id": duty, "parameter_id": parameter, "kind_id": "inspection", "event": "urged", "sector_id": "housing"}
    for name, value in named_here.items():
        monkeypatch.setitem(routes.EXAMPLES, name, lambda value=value: [value])
    yield settled()
    monkeypatch.undo()
    county.kind.cache_clear()
    pack_for.cache_clear()


def settled() -> dict[str, str]:
    found = county._appended()
    system, at = system_actor(), datetime(2026, 6, 10, 4, tzinfo=UTC)
    county.record(system, "embedded", county.OTHER_TOWN, date(2026, 6, 10))
    county.record(system, "group_set_up", FAR, date(2026, 6, 10), note="小组成立")
    shop = county.place(FAR, "草原便民超市")
    home = county.household(FAR, "H-1")
    assert home
    county.inspection(system, FAR, shop, at, finding("安全出口堵塞", due="2026-06-20"), evidence="inspection")
    county.case("report", "received", FAR, shop, note="楼道堆放杂物", result="visit")
    county.case("listing", "proposed", FAR, shop, note="喷淋停用")
    terms = {"kind": "campaign", "title": "小商店专项", "first": "2026-06-01", "last": "2027-05-30", "places": [{"key": shop}]}
    append(draft("plan.made", FAR, terms, occurred_at=at), system)
    return found


@dataclass
class Desk:
    """The people of the county, and clients signed in as them."""

    people: dict[str, str]

    def as_(self, number: str) -> Client:
        client = Client()
        client.force_login(county.account(self.people, number), backend="django.contrib.auth.backends.ModelBackend")
        return client


@pytest.fixture
def desk(people: dict[str, str]) -> Desk:
    return Desk(people)


@pytest.mark.parametrize("reader", READERS)
def test_every_page_opens(desk: Desk, reader: str) -> None:
    client, opened = desk.as_(reader), 0
    for name, pattern in all_routes():
        for address in addresses_of(name, pattern):
            for query in ("", "?export=csv"):
                answer = client.get(address + query)
                if answer.streaming:
                    b"".join(answer.streaming_content)
                assert answer.status_code < 500, address + query
                opened += answer.status_code == 200
    assert opened > 10


LISTS = (
    "home ledger net progress records hazards inspections plans proposals notice parameters areas premises households people appointments slices "
    "departments teams committees visits"
)


def test_the_office_reads_every_list(desk: Desk) -> None:
    client = desk.as_(f"entity_office@{COUNTY}")
    for name in LISTS.split():
        text(client, name)


def test_slices_are_dealt_out_by_the_posts_that_the_notice_marks(desk: Desk) -> None:
    client, inspector = desk.as_(f"entity_office@{COUNTY}"), desk.people[f"safety_inspector@{TOWN}"]
    assert slice_post_of(COUNTY) == "slice_inspector"
    page = text(client, "slice_assign")
    assert f'value="{inspector}"' in page
    assert f'value="{desk.people[f"fire_brigade@{COUNTY}"]}"' not in page
    post(client, "slice_assign", officer=inspector, villages=[county.VILLAGE], from_day=date(2026, 1, 1).isoformat())
    held = Appointment.objects.filter(person=inspector, post="slice_inspector", superseded_at__isnull=True)
    assert list(held.values_list("area", flat=True)) == [county.VILLAGE]


def test_a_notice_without_slices_has_no_such_page(desk: Desk, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = tuple(one.model_copy(update={"slice": False, "takes_slices": False}) for one in pack.posts)
    without = pack.model_copy(update={"posts": posts})
    monkeypatch.setattr(load, "shipped", lambda id: without)
    pack_for.cache_clear()
    client = desk.as_(f"entity_office@{COUNTY}")
    assert "本地的通知没有分片包干。" in text(client, "slices")
    assert 'href="/slices/"' not in text(client, "home")
    text(client, "slice_assign", status=404)


def test_levels_are_called_as_the_notice_calls_them(desk: Desk) -> None:
    page = text(desk.as_(f"entity_office@{COUNTY}"), "areas")
    assert "嘎查社区</option>" in page
    assert "嘎查村社区</option>" not in page
    assert "<dd>嘎查社区" in text(desk.as_(f"entity_office@{COUNTY}"), "area", FAR)
