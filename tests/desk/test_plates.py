"""Printing plates at the desk: only one's own, and nothing personal."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests import county
from tests.county import AREAS, COUNTY, FAR, SISTER, TOWN, VILLAGE
from tests.desk.calls import HEAD, As, text
from tests.plates.conftest import embeds_its_font, pages

from sanzhang.plates import printing
from sanzhang.rules.plates import plate_code

OFFICER, ADMIN = f"brigade_officer@{COUNTY}", f"system_admin@{COUNTY}"
Printed = Callable[..., dict[str, Any]]


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The county without any places but these."""
    return county.build()


@pytest.fixture
def places(people: dict[str, str]) -> dict[str, str]:
    """A shop in each of three villages, and a household in two of them."""
    shops = {area: county.place(area, f"{AREAS[area]}小卖部") for area in (VILLAGE, SISTER, FAR)}
    county.place(VILLAGE, "停业的店", closed=True)
    for area in (VILLAGE, FAR):
        shops[f"home {area}"] = county.household(
            area, f"户-{area[-3:]}", name="王秀英", address="富民路七号", notes="独居", phone="13912345678"
        )
    return shops


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Printed:
    """``printed(client, "what=premises")``: what a client gets printed, as the template is given it; nothing when he is sent back."""

    def call(client: Client, query: str = "") -> dict[str, Any]:
        given: list[dict[str, Any]] = []

        def keep(template: str, data: dict[str, Any], font: object) -> bytes:
            given.append(data)
            return b"%PDF-"

        monkeypatch.setattr(printing, "_set", keep)
        answer = client.get(f"{reverse('desk:plates_pdf')}?{query}")
        assert answer.status_code == (200 if given else 302), answer.status_code
        return given[0] if given else {}

    return call


def names(data: dict[str, Any]) -> list[str]:
    return [plate["name"] for group in data.get("groups", []) for plate in group["plates"]] or [
        board["name"] for board in data.get("boards", [])
    ]


def test_the_page_offers_what_one_may_print_and_says_how_many(as_: As, places: dict[str, str]) -> None:
    page = text(as_(HEAD), "plates")
    assert "场所牌" in page
    assert "住户牌（只有编号）" in page
    assert "共 1 块" in page
    for number in (OFFICER, ADMIN):
        page = text(as_(number), "plates")
        assert "住户牌（只有编号）" not in page, number
        assert "网格公示牌" in page, number
    assert "场所牌</option>" not in text(as_(ADMIN), "plates")
    page = text(as_(f"department_head@{COUNTY}/public_security"), "plates")
    assert "场所牌" in page
    assert "公示牌</option>" not in page
    text(as_(f"security_admin@{COUNTY}"), "plates", status=403)


def test_a_neighbour_prints_nobody_elses(as_: As, places: dict[str, str], printed: Printed) -> None:
    head, chief = as_(HEAD), as_(f"brigade_chief@{COUNTY}")
    assert names(printed(head)) == names(printed(head, "what=premises")) == [f"{AREAS[VILLAGE]}小卖部"]
    assert names(printed(head, "what=households")) == ["户-001"]
    assert len(names(printed(chief, "what=premises"))) == 3
    assert names(printed(chief, f"what=premises&area={FAR}")) == [f"{AREAS[FAR]}小卖部"]
    assert names(printed(head, "what=grids")) == [AREAS[VILLAGE + "001"]]
    assert names(printed(head, "what=villages")) == [AREAS[VILLAGE]]
    assert names(printed(chief, "what=villages")) == [AREAS[VILLAGE], AREAS[SISTER], AREAS[FAR]]
    code = plate_code("premises", places[FAR])
    for query in (f"what=premises&area={FAR}", f"what=grids&area={FAR}", f"what=premises&q={code}", f"what=premises&q={AREAS[FAR]}"):
        assert printed(head, query) == {}, query
    assert printed(chief, "what=households") == {}
    assert printed(as_(ADMIN), "what=premises") == {}
    assert as_(f"audit_admin@{COUNTY}").get(reverse("desk:plates_pdf")).status_code == 403


def test_a_households_plate_says_nothing_about_who_lives_there(as_: As, places: dict[str, str], printed: Printed) -> None:
    data = printed(as_(HEAD), "what=households")
    (group,) = data["groups"]
    (plate,) = group["plates"]
    code = plate_code("household", places[f"home {VILLAGE}"])
    assert {name: plate[name] for name in ("heading", "name", "lines", "code")} == {
        "heading": "消防走访", "name": "户-001", "lines": (), "code": f"{code[:4]}-{code[4:8]}-{code[8:]}",
    }  # fmt: skip
    whole = json.dumps(data, ensure_ascii=False)
    assert not any(secret in whole for secret in ("王", "富民路", "139", "独居", "重点", "脆弱", "隐患"))


def test_a_premises_plate_has_no_telephone_and_nobodys_name(as_: As, places: dict[str, str], printed: Printed) -> None:
    (group,) = printed(as_(HEAD))["groups"]
    (plate,) = group["plates"]
    assert (plate["name"], plate["lines"][-1]) == (f"{AREAS[VILLAGE]}小卖部", AREAS[VILLAGE])
    assert group["area"] == f"{AREAS[TOWN]} {AREAS[VILLAGE]}"
    whole = json.dumps(plate, ensure_ascii=False)
    assert "某负责人" not in whole
    assert "1381234" not in whole


def test_a_board_names_who_answers_and_leaves_a_line_where_nobody_does(as_: As, people: dict[str, str], printed: Printed) -> None:
    client = as_(f"town_head@{TOWN}")
    first, second = printed(client, "what=grids")["boards"]
    assert first["above"] == f"{AREAS[COUNTY]} {AREAS[TOWN]} {AREAS[VILLAGE]}"
    assert [(row["title"], row["name"]) for row in first["people"]] == [("网格长", f"{AREAS[VILLAGE + '001']}网格长")]
    assert [row["title"] for row in second["people"]] == ["网格长"]
    assert "1390000" not in json.dumps(first, ensure_ascii=False)


def test_one_plate_is_printed_again_by_its_name_or_its_code(as_: As, places: dict[str, str], printed: Printed) -> None:
    client = as_(HEAD)
    county.place(VILLAGE, "第二家")
    code = plate_code("premises", places[VILLAGE])
    assert names(printed(client, f"what=premises&q={code.lower()}")) == [f"{AREAS[VILLAGE]}小卖部"]
    assert names(printed(client, "what=premises&q=第二")) == ["第二家"]
    assert names(printed(client, "what=households&q=001")) == ["户-001"]
    assert names(printed(client, "what=premises&kind=small_shop")) == [f"{AREAS[VILLAGE]}小卖部", "第二家"]
    assert printed(client, "what=premises&kind=petrol_station") == {}


def test_the_file_is_a_pdf_with_its_font(as_: As, places: dict[str, str]) -> None:
    answer = as_(HEAD).get(reverse("desk:plates_pdf"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert pages(answer.content) == 1
    assert embeds_its_font(answer.content)


def test_too_many_none_and_no_font_are_said_in_words(
    as_: As, places: dict[str, str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_(HEAD)
    assert "没有选中要打印的" in text(client, "plates", query="?what=premises&q=没有这家")
    county.place(VILLAGE, "第二家")
    monkeypatch.setattr(printing, "MOST", 1)
    assert "选中了 2 块，一次最多打印 1 块" in text(client, "plates")
    again = client.get(reverse("desk:plates_pdf") + "?what=premises", follow=True)
    assert "按嘎查村或网格分几次打印" in again.content.decode()
    monkeypatch.undo()
    settings.FONT_FILE = "/none.ttf"
    again = client.get(reverse("desk:plates_pdf"), follow=True)
    assert "SANZHANG_FONT" in again.content.decode()
