"""A case is judged again: prefilled with what was known, recorded beside the determination before, with what changed."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests import county
from tests.desk.calls import As, text
from tests.desk.test_cases import GRID, LEADER, OFFICER, THREE, go, judge, opened, picture, take
from tests.desk.test_hazard_steps import in_days

from sanzhang.cases.models import Case
from sanzhang.determination.verdicts import kept
from sanzhang.journal.append import append, draft
from sanzhang.journal.rebuild import rebuild
from sanzhang.rules.problems import Problem

FIRST = {
    "date": "2024-06-12", "premises_kind": "entertainment", "premises": {"high_rise": True},
    "elements": [{"no": "6.5", "form": "number"}, {"no": "7.3.6", "form": "damaged", "measured": {"damaged": 3, "required": 7}}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_STORE = tmp_path / "media"


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    return county.place(GRID, "金色年华歌舞厅", kind="entertainment")


def case_of(people: dict[str, str], shop: str) -> Case:
    return opened(people, shop, determination=kept(FIRST, "gb35181-2017", county.COUNTY))


def again(client: Client, case: Case, *elements: str, **more: object) -> str:
    case.refresh_from_db()
    data = {"judge-day": "2024-06-12", "judge-elements": list(elements), "judged-seen": str(case.entry), **more}
    answer = client.post(reverse("desk:case_judge", args=[case.id]), data if "keep" in more else data | {"look": "1"}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def recorded(client: Client, case: Case, *elements: str, note: str = "已拆除隔断，增设一个出口", **more: object) -> str:
    page = again(client, case, *elements, **more)
    digest = page.split('name="digest" value="')[1].split('"')[0]
    return again(client, case, *elements, keep="1", digest=digest, **{"judged-note": note, "judged-occurred_on": in_days(0)}, **more)


def test_the_form_is_filled_in_as_it_was_last(as_: As, people: dict[str, str], shop: str) -> None:
    case = case_of(people, shop)
    assert f"/case/{case.id}/judge/" in text(as_(OFFICER), "case", case.id)
    page = text(as_(OFFICER), "case_judge", case.id)
    assert 'value="2024-06-12"' in page
    assert len(re.findall(r'value="(?:6\.5|7\.3\.6)"[^>]* checked', page)) == 2
    assert 'value="3/7"' in page
    assert re.search(r'<option value="number"\s+selected', page)
    assert re.search(r'name="judge-fact_high_rise".*?<option value="yes"\s+selected', page, re.DOTALL)


def test_both_determinations_are_kept_and_what_changed_is_told(as_: As, people: dict[str, str], shop: str) -> None:
    case = case_of(people, shop)
    page = recorded(as_(OFFICER), case, "7.3.6", **{"judge-fact_high_rise": "no"})
    case.refresh_from_db()
    assert [one["no"] for one in case.determination["case"]["elements"]] == ["7.3.6"]
    assert case.state == "proposed"
    assert "重新判定 " in page
    assert page.index("重新判定 " + in_days(0)) < page.index("提出时的判定")
    assert "去掉的要素：6.5" in page
    assert "在高层建筑内：是 → 否" in page
    assert "结论：可判定为重大火灾隐患 → 不判定为重大火灾隐患" in page
    assert "第 6.5 条成立" in page, "what was said before is still there"
    assert "已拆除隔断，增设一个出口" in page
    assert rebuild(check=True).differing == []


def test_premises_that_reopened_are_judged_anew(as_: As, people: dict[str, str], shop: str) -> None:
    case = case_of(people, shop)
    go(people, case, "discussed", OFFICER, people=THREE, note="同意")
    go(people, case, "determined", OFFICER, note="第6.5条")
    take(as_(OFFICER), case, "paused", note="已停业", photos=[picture()])
    assert as_(OFFICER).get(reverse("desk:case_judge", args=[case.id])).status_code == 404
    go(people, case, "reopened", OFFICER, note="恢复营业")
    page = text(as_(OFFICER), "case", case.id)
    assert "恢复营业后还没有重新判定" in page
    form = text(as_(OFFICER), "case_judge", case.id)
    assert f'value="{in_days(0)}"' in form, "for the day of the reopening"
    with pytest.raises(Problem, match="恢复营业后还没有重新判定"):
        go(people, case, "discussed", OFFICER, people=THREE, note="仍构成")
    recorded(as_(OFFICER), case, "6.5", **{"judge-day": in_days(0), "judge-edition": "gb35181-2017"})
    assert "恢复营业后还没有重新判定" not in text(as_(OFFICER), "case", case.id)
    go(people, case, "discussed", OFFICER, people=THREE, note="仍构成")


def test_premises_registered_as_closed_are_known_to_be(as_: As, people: dict[str, str]) -> None:
    shut = county.place(GRID, "停业的歌舞厅", kind="entertainment", closed=True)
    page = text(as_(OFFICER), "case_new", "listing", query=f"?place=premises:{shut}")
    assert re.search(r'name="judge-fact_closed".*?<option value="yes"\s+selected', page, re.DOTALL)
    assert "名册上登记为已停业" in page
    said = judge(as_(OFFICER), shut, "6.5", **{"judge-fact_closed": "yes"})
    assert "已停产停业或停止使用" in said
    assert "不判定为重大火灾隐患" in said


def test_who_may_not_determine_may_not_judge_again(as_: As, people: dict[str, str], shop: str) -> None:
    case = case_of(people, shop)
    assert f"/case/{case.id}/judge/" not in text(as_(LEADER), "case", case.id)
    text(as_(LEADER), "case_judge", case.id, status=404)


def test_whoever_was_slower_is_told(as_: As, people: dict[str, str], shop: str) -> None:
    case = case_of(people, shop)
    before = str(case.entry)
    go(people, case, "discussed", OFFICER, people=THREE, note="同意")
    page = recorded(as_(OFFICER), case, "6.5", **{"judged-seen": before})
    assert "别人已经办理了一步" in page
    assert Case.objects.get(id=case.id).determination["case"] == FIRST


def test_a_verdict_must_follow_from_its_facts(people: dict[str, str], shop: str) -> None:
    good = kept(FIRST, "gb35181-2017", county.COUNTY)
    forged = good | {"verdicts": [one | {"major": False} for one in good["verdicts"]]}
    reworded = good | {"verdicts": [one | {"explanation": ["没有问题"]} for one in good["verdicts"]]}
    for wrong, words in (
        (forged, "不符"), (reworded, "不符"), (good | {"verdicts": []}, "不符"), (good | {"edition": "ga653-2006"}, "不能用|不符"),
        ({"verdict": "major"}, "不完整"), (good | {"case": FIRST | {"elements": [{"no": "9.9"}]}}, "不能用"),
        (kept(FIRST | {"date": "2099-01-01", "elements": []}, "gb35181-2025", county.COUNTY), "还没有到"),
    ):  # fmt: skip
        with pytest.raises(Problem, match=words):
            opened(people, shop, determination=wrong)
    assert not Case.objects.filter(place_key=shop).exists()
    assert opened(people, shop, determination=good).determination == good


def test_judging_again_takes_a_determination_and_no_other_step_does(people: dict[str, str], shop: str) -> None:
    case, good = case_of(people, shop), kept(FIRST, "gb35181-2017", county.COUNTY)
    by = county.actor(people, OFFICER)
    for event, given in (("judged", {"note": "x"}), ("sent_to_experts", {"note": "x", "determination": good})):
        with pytest.raises(Problem, match="重新判定要附上"):
            append(draft("case.moved", case.area, {"case": str(case.id), "event": event, **given}), by)
    with pytest.raises(Problem, match="不符"):
        append(
            draft(
                "case.moved", case.area, {"case": str(case.id), "event": "judged", "note": "x", "determination": good | {"verdicts": []}}
            ),
            by,
        )
