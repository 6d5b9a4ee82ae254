"""Questions at the desk: shown to the chief directly above, settled with a note."""

from django.urls import reverse
from tests import county
from tests.county import COUNTY, SISTER, TOWN
from tests.desk.calls import As, post, text
from tests.questions.conftest import GRID_CHIEF, HEAD, WORKER, far_away, same_photo

from sanzhang.journal.models import Entry
from sanzhang.questions.models import SettledQuestion
from sanzhang.rules.plausibility import question_key

SAME, FAR = "这两次检查用了同一张照片，是同一处吗？", "公里，是登记的位置不对，还是定位不准？"


def test_the_chief_reads_asks_and_settles(as_: As, people: dict[str, str]) -> None:
    ids = same_photo(people)
    far_away(people)
    client, key = as_(GRID_CHIEF), question_key("same_photo", ids)
    page = text(client, "questions")
    assert SAME in page
    assert FAR in page
    assert county.AREAS[county.VILLAGE + "001"] in page
    page = text(client, "question", key)
    assert SAME in page
    assert all(reverse("desk:inspection", args=[id]) in page for id in ids)
    post(client, "question", key, outcome="fine", note="")
    assert not SettledQuestion.objects.exists()
    page = post(client, "question", key, outcome="fine", note="两家店共用一个院子")
    assert "已了结" in page
    assert SAME not in page
    assert FAR in page
    text(client, "question", key, status=404)
    entry = Entry.objects.get(kind="question.settled")
    assert (entry.person, entry.area) == (people[GRID_CHIEF], county.VILLAGE + "001")
    assert SettledQuestion.objects.get().note == "两家店共用一个院子"


def test_of_a_distance_both_ends_and_the_kilometres_are_shown(as_: As, people: dict[str, str]) -> None:
    page = text(as_(GRID_CHIEF), "question", question_key("far", [far_away(people)]))
    for words in (
        "记录时的定位：40.10000, 107.98000（误差约 50 米）",
        "登记的位置：39.10000, 107.98000（误差约 10 米）",
        "相距约 111 公里",
    ):
        assert words in page, words


def test_neighbours_superiors_and_the_person_himself_see_nothing(as_: As, people: dict[str, str]) -> None:
    key = question_key("same_photo", same_photo(people))
    for number in (f"grid_chief@{SISTER}001", f"village_head@{SISTER}", HEAD, f"town_head@{TOWN}", f"brigade_chief@{COUNTY}"):
        client = as_(number)
        assert "现在没有要问的" in text(client, "questions"), number
        text(client, "question", key, status=404)
        client.post(reverse("desk:question", args=[key]), {"outcome": "fine", "note": "看过"})
    for number in (WORKER, f"security_admin@{COUNTY}", f"audit_admin@{COUNTY}"):
        text(as_(number), "questions", status=403)
        text(as_(number), "question", key, status=403)
    assert not SettledQuestion.objects.exists()


def test_the_page_counts_nothing_about_anybody_and_is_not_exported(as_: As, people: dict[str, str]) -> None:
    for number in range(3):
        same_photo(people, sha256=f"{number:064x}", days=3 + number)
    client = as_(GRID_CHIEF)
    page = text(client, "questions")
    assert page.count(SAME) == 3
    assert "export" not in page
    assert text(client, "questions", query="?export=csv").count("<!doctype html>") == 1
    assert not any(words in page for words in ("异常", "违规", "造假", "得分", "排名第"))
