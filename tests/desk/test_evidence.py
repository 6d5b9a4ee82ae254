"""What counts leads to where it is read in full, also a step about a hazard or in a case; and each fact has one form."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests import county
from tests.cases.walking import determined, go
from tests.county import COUNTY, FAR, VILLAGE
from tests.hazards.walking import find, move

from sanzhang.cases.models import CaseStep
from sanzhang.hazards.models import HazardEvent
from sanzhang.premises.models import Premises

As = Callable[[str], Client]
STEPS = (
    "hazard_reported_up",
    "hazard_rechecked",
    "referral",
    "referral_receipt",
    "major_hazard_found",
    "major_hazard_reported",
    "listed_supervision",
)


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    """A shop of the village; its key."""
    return str(Premises.objects.get(area=VILLAGE).key)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_an_obligation_leads_to_the_case_that_began_it_and_to_the_steps_that_count(as_: As, people: dict[str, str], shop: str) -> None:
    officer, bureau = (county.actor(people, f"{post}@{COUNTY}") for post in ("brigade_officer", "emergency_bureau"))
    case = determined(shop, officer, "2026-06-22", area=VILLAGE)
    began = CaseStep.objects.get(event="determined").id
    address = f"/obligation/county.major_hazard_report@{COUNTY}@{began}/?as_of=2026-06-24"
    before = page(as_(f"emergency_bureau@{COUNTY}"), address)
    assert f'href="/case/{case}/"' in before
    assert "打开这一件" in before
    assert "records/new/major_hazard_reported" not in before
    go(case, "reported", bureau, "2026-06-23", area=VILLAGE, number="鄂应急〔2026〕9号")
    after = page(as_(f"emergency_bureau@{COUNTY}"), address)
    assert f'href="/case/{case}/"' in after
    assert "重大火灾隐患报告政府" in after
    reported = CaseStep.objects.get(event="reported").id
    for step in (began, reported):
        assert as_(f"emergency_bureau@{COUNTY}").get(f"/records/{step}/").headers["Location"] == f"/case/{case}/"
        assert as_(f"village_head@{FAR}").get(f"/records/{step}/").status_code == 404


def test_an_obligation_leads_to_the_hazard_that_was_referred(as_: As, people: dict[str, str], shop: str) -> None:
    head, office, housing = (
        county.actor(people, number)
        for number in (f"village_head@{VILLAGE}", f"committee_office@{COUNTY}", f"department_head@{COUNTY}/housing")
    )
    hazard = find(head, shop, "2026-06-22", area=VILLAGE, due="2026-06-30")
    move("referred", hazard, office, "2026-06-22", area=VILLAGE, department="housing", note="请处理")
    began = HazardEvent.objects.get(event="referred").id
    address = f"/obligation/county.referral_answered@{COUNTY}@{began}/?as_of=2026-06-24"
    before = page(as_(f"committee_office@{COUNTY}"), address)
    assert f'href="/hazards/{hazard}/"' in before
    assert "打开这处隐患" in before
    move("receipt", hazard, housing, "2026-06-23", area=VILLAGE, note="已派人", due="2026-06-30")
    assert f'href="/hazards/{hazard}/"' in page(as_(f"committee_office@{COUNTY}"), address)
    assert as_(f"committee_office@{COUNTY}").get(f"/records/{began}/").headers["Location"] == f"/hazards/{hazard}/"


def test_an_obligation_that_was_over_before_this_year_is_still_found(as_: As, people: dict[str, str], shop: str) -> None:
    head, office, housing = (
        county.actor(people, number)
        for number in (f"village_head@{VILLAGE}", f"committee_office@{COUNTY}", f"department_head@{COUNTY}/housing")
    )
    year = timezone.localdate().year - 1
    hazard = find(head, shop, f"{year}-12-20", area=VILLAGE, due=f"{year}-12-30")
    move("referred", hazard, office, f"{year}-12-20", area=VILLAGE, department="housing", note="请处理")
    move("receipt", hazard, housing, f"{year}-12-21", area=VILLAGE, note="已派人", due=f"{year}-12-30")
    began = HazardEvent.objects.get(event="referred").id
    found = page(as_(f"committee_office@{COUNTY}"), f"/obligation/county.referral_answered@{COUNTY}@{began}/")
    assert "已履行" in found
    assert f"{year}-12-31" in found, "as it stood at that year's end"
    assert as_(f"committee_office@{COUNTY}").get(f"/obligation/county.referral_answered@{COUNTY}@{uuid4()}/").status_code == 404


@pytest.mark.parametrize("number", [f"brigade_chief@{COUNTY}", f"village_head@{VILLAGE}", f"department_head@{COUNTY}/housing"])
def test_what_is_a_step_has_no_second_form(as_: As, number: str) -> None:
    offered = page(as_(number), "/records/new/")
    assert "records/new/joint_inspection/" in offered
    assert "records/new/hazard_found/" in offered
    assert [kind for kind in STEPS if f"records/new/{kind}/" in offered] == []


def test_what_was_begun_by_a_record_of_before_is_still_answered_by_one(as_: As, people: dict[str, str]) -> None:
    chief = county.actor(people, f"brigade_chief@{COUNTY}")
    made = county.record(chief, "major_hazard_found", VILLAGE, date(2026, 6, 22), note="旧的登记")
    before = page(as_(f"emergency_bureau@{COUNTY}"), f"/obligation/county.major_hazard_report@{COUNTY}@{made}/")
    assert f"records/new/major_hazard_reported/?area={COUNTY}&amp;refers_to={made}" in before
