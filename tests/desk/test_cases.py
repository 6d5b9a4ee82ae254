"""Cases at the desk: lists with what is late, a new one after looking what the standard says, every step by whoever may, nothing for others."""

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import county
from tests.county import COUNTY, FAR, TOWN, VILLAGE, finding
from tests.desk.calls import CHIEF, HEAD, As, post, text
from tests.desk.test_hazard_steps import in_days, offered
from tests.photos.pictures import jpeg

from sanzhang.cases.models import Case, CaseStep
from sanzhang.hazards.models import Hazard
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.standing.board import board

GRID = VILLAGE + "001"
OFFICER, BUREAU, LEADER = f"brigade_officer@{COUNTY}", f"emergency_bureau@{COUNTY}", f"county_leader@{COUNTY}"
HOUSING, POLICE = f"department_head@{COUNTY}/housing", f"department_head@{COUNTY}/public_security"
THREE = ["甲某", "乙某", "丙某"]


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_STORE = tmp_path / "media"


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    return county.place(GRID, "金色年华歌舞厅", kind="entertainment")


def found_at(people: dict[str, str], shop: str, text: str = "安全出口数量不足", days_ago: int = 4, **more: object) -> Hazard:
    at = timezone.now() - timedelta(days=days_ago)
    named = finding(text, due=in_days(7), **more)
    county.inspection(county.actor(people, f"grid_worker@{GRID}"), GRID, shop, at, named, name="金色年华歌舞厅")
    return Hazard.objects.get(id=named["id"])


def opened(people: dict[str, str], shop: str, cycle: str = "listing", event: str = "proposed", by: str = OFFICER, **given: object) -> Case:
    given = {"note": "只有一个安全出口"} | given
    return Case.objects.get(id=county.case(cycle, event, GRID, shop, county.actor(people, by), name="金色年华歌舞厅", **given))


def go(everybody: dict[str, str], case: Case, event: str, by: str, /, **given: object) -> None:
    append(draft("case.moved", case.area, {"case": str(case.id), "event": event, **given}), county.actor(everybody, by))


def take(client: Client, case: Case, event: str, seen: object = None, **given: object) -> str:
    case.refresh_from_db()
    fields = {"seen": seen or case.entry, "occurred_on": in_days(0), **given}
    return post(client, "case_step", case.id, event, **{f"{event}-{name}": value for name, value in fields.items()})


def picture(seed: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("挂牌.jpg", jpeg(seed, (320, 240)), "image/jpeg")


def listed(people: dict[str, str], case: Case, as_: As) -> None:
    """Carry a listing on until the plate is up, supervised by the housing department."""
    go(people, case, "discussed", OFFICER, people=THREE, note="同意")
    go(people, case, "determined", OFFICER, note="第6.5条")
    go(people, case, "notified", OFFICER, number="鄂消重改〔2026〕1号")
    go(people, case, "reported", BUREAU, number="鄂应急〔2026〕15号")
    go(people, case, "agreed", LEADER, number="鄂政函〔2026〕39号")
    take(as_(OFFICER), case, "listed", due=in_days(60), department="housing", photos=[picture()])


# Lists


def test_the_list_counts_by_state_and_shows_what_is_late_first(as_: As, people: dict[str, str], shop: str) -> None:
    assert "没有这样的事项。" in text(as_(LEADER), "cases", "listing")
    opened(people, shop)
    other = opened(people, county.place(GRID, "第二家", kind="hotel"), note="喷淋停用")
    go(people, other, "discussed", OFFICER, people=THREE, note="同意")
    page = text(as_(LEADER), "cases", "listing")
    figures = page.split('class="grid-figures"')[1].split("<section")[0]
    assert "拟判定" in figures
    assert "下一步：判定为重大火灾隐患" in figures
    assert page.index("只有一个安全出口") < page.index("喷淋停用")  # the same day, found earlier
    assert "还有" in page
    assert "只有一个安全出口" not in text(as_(LEADER), "cases", "listing", query="?state=discussed")
    assert "重大火灾隐患" in text(as_(LEADER), "home")


def test_a_file_of_cases_has_the_moment_of_every_step(as_: As, people: dict[str, str], shop: str) -> None:
    case = opened(people, shop, hazards=[str(found_at(people, shop).id)])
    listed(people, case, as_)
    row = next(csv.DictReader(text(as_(LEADER), "cases", "listing", query="?export=csv").lstrip("\ufeff").splitlines()))
    wanted = {
        "对象": "金色年华歌舞厅", "情况": "挂牌督办中", "负责": "督办部门和苏木镇", "下一步": "报告进展", "期限": in_days(30), "整改期限": in_days(60),
        "督办部门": "旗住房和城乡建设局", "隐患数": "1", "文书编号": "鄂消重改〔2026〕1号、鄂应急〔2026〕15号、鄂政函〔2026〕39号", "摘牌（时间）": "",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    assert row["挂牌（时间）"].startswith(in_days(0))


def test_an_unknown_kind_of_case_is_not_there(as_: As) -> None:
    for cycle in ("hazard", "nothing"):
        text(as_(CHIEF), "cases", cycle, status=404)
        text(as_(CHIEF), "case_new", cycle, status=404)


# A new one


def test_the_place_is_chosen_first_by_name_or_initials(as_: As, people: dict[str, str], shop: str) -> None:
    assert "登记过的场所" in text(as_(OFFICER), "case_new", "listing")
    assert f"place=premises%3A{shop}" in text(as_(OFFICER), "case_new", "listing", query="?q=jsnh")
    assert "没有找到这样的场所。" in text(as_(OFFICER), "case_new", "listing", query="?q=没有这一家")
    assert "没有登记的地点" in text(as_(OFFICER), "case_new", "report")
    assert "没有登记的地点" not in text(as_(OFFICER), "case_new", "listing")
    text(as_(OFFICER), "case_new", "listing", query=f"?place=area:{VILLAGE}", status=404)
    text(as_(OFFICER), "case_new", "listing", query="?place=premises:nothing", status=404)


def judge(client: Client, shop: str, *elements: str, query: str = "", **more: object) -> str:
    """Ask what the standard says, for an inspection of 2024."""
    address = reverse("desk:case_new", args=["listing"]) + f"?place=premises:{shop}{query}"
    data = {"judge-day": "2024-06-12", "judge-elements": list(elements), **more}
    answer = client.post(address, data if "keep" in more else data | {"look": "1"}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_nothing_is_chosen_before_a_person_chooses(as_: As, people: dict[str, str], shop: str) -> None:
    found_at(people, shop, element="2017:6.5")
    page = text(as_(OFFICER), "case_new", "listing", query=f"?place=premises:{shop}")
    assert "检查表在这里的隐患上提示过：2017:6.5" in page
    assert " checked" not in page.split('id="judge"')[1]
    assert "按场所类型：是" in page
    assert ">提出判定</button>" not in page
    assert 'value="yes" selected' not in page
    assert 'value="no" selected' not in page


def test_what_the_standard_says_is_seen_before_anything_is_recorded(as_: As, people: dict[str, str], shop: str) -> None:
    page = judge(as_(OFFICER), shop, "6.5")
    verdicts = page.split('id="judge"')[1]
    assert 'GB 35181-2017 <span class="pill">检查日期适用' in verdicts
    assert "可判定为重大火灾隐患" in verdicts
    assert "第 6.5 条成立" in verdicts
    assert "GB 35181-2025" in verdicts
    assert "仅供对照" in verdicts
    assert "哪一种情形" in verdicts
    assert not Entry.objects.filter(kind="case.opened", area=GRID).exists()
    page = judge(as_(OFFICER), shop, "6.5", **{"judge-measured_6.5": "九成"})
    assert "写百分数，如 74；或两个数，如 3/10。" in page
    page = judge(as_(OFFICER), shop, "6.5", **{"judge-form_6.5": "width", "judge-measured_6.5": "74/100"})
    assert "安全出口实际总净宽占标准值 74%" in page


def test_what_was_shown_is_kept_with_the_case(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = found_at(people, shop)
    shown = judge(as_(OFFICER), shop, "6.5")
    digest = shown.split('name="digest" value="')[1].split('"')[0]
    given = {"proposed-note": "只有一个安全出口", "proposed-occurred_on": in_days(0), "proposed-hazards": [str(hazard.id)]}
    page = judge(as_(OFFICER), shop, "6.5", "7.3.6", keep="1", digest=digest, **given)
    assert "对照的内容改过" in page
    assert not Case.objects.filter(cycle="listing").exists()
    assert "没有填“基本情况”。" in judge(as_(OFFICER), shop, "6.5", keep="1", digest=digest, **(given | {"proposed-note": ""}))
    page = judge(as_(OFFICER), shop, "6.5", keep="1", digest=digest, **given)
    case = Case.objects.get(cycle="listing")
    assert (case.area, case.place_key, case.hazards, case.state) == (GRID, shop, [str(hazard.id)], "proposed")
    assert case.determination["case"]["elements"] == [{"no": "6.5"}]
    first = case.determination["verdicts"][0]
    assert (first["edition"], first["major"], first["rule"]) == ("gb35181-2017", True, "5.2.2")
    assert "提出时的判定" in page
    assert "第 6.5 条成立" in page
    assert "安全出口数量不足" in page
    assert "这个地点已经有一件正在办理" in judge(as_(OFFICER), shop, "6.5", keep="1", digest=digest, **given)
    assert rebuild(check=True).differing == []


def test_where_the_edition_has_no_table_numbers_are_written_and_older_ones_only_compared(
    as_: As, people: dict[str, str], shop: str
) -> None:
    page = judge(as_(OFFICER), shop, **{"judge-day": "2025-12-01", "judge-numbers": "5.1"})
    assert "还不能判定" in page
    assert "这一版的要素表还没有装载" in page
    page = judge(as_(OFFICER), shop, "6.5", **{"judge-day": "2025-12-01", "judge-edition": "gb35181-2017"})
    first, second = page.split('id="judge"')[1].split("<h3>")[1:3]
    assert ("GB 35181-2025" in first, "还不能判定" in first, "检查日期适用" in first) == (True, True, True)
    assert ("GB 35181-2017" in second, "可判定为重大火灾隐患" in second, "仅供对照" in second) == (True, True, True)


def test_a_citizens_report_may_be_about_no_registered_place(as_: As, people: dict[str, str]) -> None:
    client = as_(f"town_head@{TOWN}")
    assert "受理：堵塞通道、停用设施等" in text(client, "case_new", "report", query=f"?place=area:{VILLAGE}")
    address = reverse("desk:case_new", args=["report"]) + f"?place=area:{VILLAGE}&event=received"
    assert "没有填“来源”。" in client.post(address, {"received-note": "楼道堆放杂物"}).content.decode()
    given = {"received-note": "楼道堆放杂物", "received-result": "12345", "received-occurred_on": in_days(0)}
    page = client.post(address, given, follow=True).content.decode()
    assert "12345 热线" in page
    case = Case.objects.get(place_key=VILLAGE)
    assert (case.place_type, case.area, case.state) == ("area", VILLAGE, "received")
    far = reverse("desk:case_new", args=["report"]) + f"?place=area:{FAR}"
    assert client.get(far).status_code == 404


def test_who_may_open_none_is_refused(as_: As, people: dict[str, str], shop: str) -> None:
    for by, cycle, status in ((HEAD, "listing", 403), (HEAD, "report", 403), (LEADER, "listing", 403), (OFFICER, "sealing", 200)):
        text(as_(by), "case_new", cycle, status=status)
    page = text(as_(OFFICER), "case_new", "sealing", query=f"?place=premises:{shop}")
    assert "紧急当场查封" in page
    assert "要求：负责人组织集体研究决定" in page


# One case


def test_each_step_is_taken_by_whom_the_table_names(as_: As, people: dict[str, str], shop: str) -> None:
    case = opened(people, shop)
    assert offered(text(as_(OFFICER), "case", case.id))[0] == "discussed"
    assert offered(text(as_(LEADER), "case", case.id)) == []
    page = take(as_(OFFICER), case, "discussed", people="甲某\n乙某\n甲某", note="同意")
    assert "至少要 3 人，现在 2 人" in page
    assert "甲某\n乙某\n甲某</textarea>" in page
    page = take(as_(OFFICER), case, "discussed", people="\n".join(THREE), note="一致同意")
    assert "甲某、乙某、丙某（3 人）" in page
    take(as_(OFFICER), case, "determined", note="第6.5条")
    page = text(as_(BUREAU), "case", case.id)
    assert offered(page) == ["reported"]
    assert "政府收到报请后七个工作日内决定" in page
    take(as_(BUREAU), case, "reported", number="鄂应急〔2026〕15号")
    page = text(as_(LEADER), "home")
    assert "等我办理" in page
    assert offered(text(as_(LEADER), "case", case.id)) == ["agreed", "declined"]
    kept = {step.event: step.state for step in CaseStep.objects.filter(case=case.id)}
    assert kept == {"proposed": "proposed", "discussed": "discussed", "determined": "determined", "reported": "reported"}


def test_a_step_counts_for_the_duty_that_it_fulfils_and_is_found_from_there(as_: As, people: dict[str, str], shop: str) -> None:
    case = opened(people, shop)
    go(people, case, "discussed", OFFICER, people=THREE, note="同意")
    go(people, case, "determined", OFFICER, note="第6.5条")
    go(people, case, "notified", OFFICER, number="鄂消重改〔2026〕1号")
    go(people, case, "reported", BUREAU, number="鄂应急〔2026〕15号")
    began = CaseStep.objects.get(event="determined").id
    met = next(one for one in board(COUNTY).standings if one.obligation.trigger == str(began) and one.records)
    page = text(as_(CHIEF), "obligation", met.obligation.key)
    assert f"/case/{case.id}/" in page
    assert "重大火灾隐患报告政府" in page
    assert reverse("desk:obligation", args=[met.obligation.key]) in text(as_(CHIEF), "case", case.id)


def duties_of(case: Case) -> dict[str, tuple[str, str]]:
    """State and reason of each duty that a determination of this case began, by duty; of the last determination."""
    began = CaseStep.objects.filter(case=case.id, event="determined").order_by("-recorded_at")[0]
    return {
        one.obligation.duty.id: (str(one.state), one.reason) for one in board(COUNTY).standings if one.obligation.trigger == str(began.id)
    }


def test_what_the_government_declines_to_list_is_not_owed_any_more(as_: As, people: dict[str, str], shop: str) -> None:
    case = opened(people, shop)
    go(people, case, "discussed", OFFICER, people=THREE, note="同意")
    go(people, case, "determined", OFFICER, note="第6.5条")
    go(people, case, "notified", OFFICER, number="鄂消重改〔2026〕1号")
    go(people, case, "reported", BUREAU, number="鄂应急〔2026〕15号")
    assert duties_of(case)["county.listing"] == ("open", "")
    go(people, case, "declined", LEADER, note="已并入旧城改造拆除")
    assert duties_of(case) == {"county.major_hazard_report": ("met", ""), "county.listing": ("exempt", "lifted")}
    for other in (OFFICER, CHIEF):
        assert as_(other).get(reverse("desk:record_new", args=["listing_declined"])).status_code == 404, (
            "it is for the government to decide"
        )
    standing = next(one for one in board(COUNTY).standings if one.reason == "lifted")
    page = text(as_(CHIEF), "obligation", standing.obligation.key)
    assert "免予履行" in page
    assert "事由已另行了结" in page
    assert "政府不同意挂牌" in page.split('id="lifted"')[1].split("</section>")[0]
    assert f"/case/{case.id}/" in page.split('id="lifted"')[1].split("</section>")[0], "and the record that says so is a step of the case"


def test_out_of_business_nothing_is_owed_until_it_is_judged_again(people: dict[str, str], shop: str) -> None:
    case = opened(people, shop)
    go(people, case, "discussed", OFFICER, people=THREE, note="同意")
    go(people, case, "determined", OFFICER, note="第6.5条")
    go(people, case, "paused", OFFICER, note="已停业", photos=[county.photo("c" * 64, "scene")])
    assert set(duties_of(case).values()) == {("exempt", "lifted")}
    go(people, case, "reopened", OFFICER, note="重新开业")
    go(people, case, "discussed", OFFICER, people=THREE, note="仍构成")
    go(people, case, "determined", OFFICER, note="仍构成")
    assert set(duties_of(case).values()) == {("open", "")}


def test_a_department_sees_what_it_supervises_with_its_photos(as_: As, people: dict[str, str], shop: str) -> None:
    case = opened(people, shop, hazards=[str(found_at(people, shop).id)])
    text(as_(HOUSING), "case", case.id, status=404)
    listed(people, case, as_)
    page = text(as_(HOUSING), "case", case.id)
    assert "另有 1 处不在您可以查看的范围内" in page
    photos = [name for step in CaseStep.objects.filter(case=case.id) for name in step.photos]
    assert [as_(by).get(reverse("desk:photo", args=photos)).status_code for by in (HOUSING, POLICE)] == [200, 404]
    text(as_(POLICE), "case", case.id, status=404)
    assert offered(page)[0] == "progress"
    assert "每月报一次进展" in page
    take(as_(HOUSING), case, "progress", note="已拆除隔断，正在增设出口")
    assert "已拆除隔断，正在增设出口" in text(as_(f"town_head@{TOWN}"), "case", case.id)


def test_a_hazard_found_later_is_linked_with_a_step(as_: As, people: dict[str, str], shop: str) -> None:
    case, hazard = opened(people, shop), found_at(people, shop)
    take(as_(OFFICER), case, "discussed", people="\n".join(THREE), note="同意", hazards=[str(hazard.id)])
    case.refresh_from_db()
    assert case.hazards == [str(hazard.id)]
    assert f"/case/{case.id}/" in text(as_(HEAD), "hazard", hazard.id)
    assert "安全出口数量不足" in text(as_(OFFICER), "hazards", query="?major=on")


def test_whoever_was_slower_gets_the_page_again(as_: As, people: dict[str, str], shop: str) -> None:
    case = opened(people, shop)
    before = case.entry
    take(as_(OFFICER), case, "sent_to_experts", note="疏散宽度怎么算")
    page = take(as_(CHIEF), case, "discussed", seen=before, people="\n".join(THREE), note="我们也讨论过了")
    assert "别人已经办理了一步" in page
    assert "我们也讨论过了" in page
    case.refresh_from_db()
    assert case.state == "experts"


def test_a_neighbour_finds_nothing(as_: As, people: dict[str, str], shop: str) -> None:
    case = opened(people, shop)
    client = as_(f"village_head@{FAR}")
    assert client.get(reverse("desk:case", args=[case.id])).status_code == 404
    assert client.post(reverse("desk:case_step", args=[case.id, "discussed"]), {}).status_code == 404
    assert "没有这样的事项。" in text(client, "cases", "listing")
    assert "只有一个安全出口" in text(as_(f"town_head@{TOWN}"), "cases", "listing")


def test_the_page_of_a_place_tells_of_its_cases_and_leads_to_new_ones(as_: As, people: dict[str, str], shop: str) -> None:
    assert "没有督办和执法事项。" in text(as_(OFFICER), "premises_one", shop)
    assert "督办和执法事项" not in text(as_(HEAD), "premises_one", shop)
    case = opened(people, shop)
    page = text(as_(HEAD), "premises_one", shop)
    assert f"/case/{case.id}/" in page
    assert "下一步：集体讨论" in page
    page = text(as_(OFFICER), "premises_one", shop)
    assert f"/cases/sealing/new/?place=premises%3A{shop}" in page


def test_a_sealing_is_late_after_its_days(as_: As, people: dict[str, str], shop: str) -> None:
    at = timezone.now() - timedelta(days=40)
    payload = {
        "cycle": "sealing", "event": "sealed_at_once", "result": "exits", "people": ["甲某", "乙某"], "note": "口头报请同意",
        "place": {"type": "premises", "key": shop, "snapshot": {"name": "金色年华歌舞厅"}}, "photos": [county.photo("d" * 64, "scene")],
    }  # fmt: skip
    id = append(draft("case.opened", GRID, payload, occurred_at=at), county.actor(people, OFFICER)).id
    page = text(as_(OFFICER), "case", id)
    assert "逾期 39 天" in page
    assert "疏散通道、安全出口数量不足或者严重堵塞" in page
    assert "金色年华歌舞厅" in text(as_(OFFICER), "cases", "sealing", query="?late=on")
