"""Every kind of entry has its words in the audit; posts are named in the reader's language, and one that is gone by its name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import county
from tests.county import FAR
from tests.desk.calls import CHIEF, As, text

from sanzhang.desk.tables.audit import KINDS
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.kinds import kinds
from sanzhang.journal.personal import hide
from sanzhang.people.models import Appointment


def test_the_audit_has_a_title_for_every_kind_of_entry() -> None:
    assert set(kinds()) - set(KINDS) == set()
    assert set(KINDS) - set(kinds()) == set()


def test_an_english_reader_of_imports_reads_english_posts(as_: As) -> None:
    client = as_(CHIEF)
    assert Appointment.objects.filter(post="brigade_chief").exists()
    key = {"key": "0" * 32, "person": Appointment.objects.get(post="brigade_chief").person, "post": "town_officer", "start": "2025-01-01"}
    append(draft("appointment.set", county.TOWN, key), system_actor())
    page = client.get(reverse("desk:imports"), headers={"accept-language": "en"}).content.decode()
    options = page.split('name="appointment"')[1].split("</select>")[0]
    assert "Fire brigade chief" in options
    assert "消防救援大队大队长" not in options


@pytest.mark.parametrize("moves", [1, 6])
def test_a_person_who_moved_often_costs_no_more_queries(as_: As, people: dict[str, str], moves: int) -> None:
    client, key = as_(CHIEF), people[f"grid_worker@{FAR}001"]
    for n in range(moves):
        area = (FAR, FAR + "001")[n % 2]
        state = {"key": key, "number": f"n{n}", "hidden": hide(key, {"name": "搬来搬去", "phone": "13900000000"})}
        append(draft("person.set", area, state), system_actor())
    text(client, "person", key)
    with CaptureQueriesContext(connection) as queries:
        page = text(client, "person", key)
    assert len(queries) == QUERIES
    assert "深井网格" in page


QUERIES = 16
