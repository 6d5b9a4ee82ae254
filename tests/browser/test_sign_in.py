"""Each kind of account signs in and finds what is his."""

from collections.abc import Callable

from tests import county
from tests.browser.conftest import Visit

from sanzhang.packs import shipped
from sanzhang.rules.areas import LENGTHS

AREAS = {6: county.COUNTY, 9: county.TOWN, 12: county.VILLAGE, 15: county.VILLAGE + "001"}
OWES = {duty.owed_by for duty in shipped("otog-2022").duties if duty.trigger is None and duty.every != "once"}
OWES |= {post.id for post in shipped("otog-2022").posts if post.deputy_of in OWES}  # deputies find what they help with
NUMBERS = {
    post.id: f"{post.id}@{AREAS[max(LENGTHS[post.level], 6)]}" + (f"/{shipped('otog-2022').sectors[0].id}" if post.per_sector else "")
    for post in shipped("otog-2022").posts
}


def test_everybody_finds_his_duties_with_their_clauses(visit: Callable[..., Visit]) -> None:
    for post, number in NUMBERS.items():
        person = visit(number)
        page = person.page
        if post.endswith("_admin"):
            assert page.get_by_role("heading", name="首页").is_visible(), post
        else:
            assert page.get_by_role("heading", name="我该做什么").is_visible(), post
            assert post not in OWES or page.locator(".duty .clause").count() > 0, post
        assert (person.outside, person.noises) == ([], []), post


def test_a_wrong_password_is_said_and_five_lock_the_account(visit: Callable[..., Visit], people: dict[str, str]) -> None:
    account = county.account(people, f"village_head@{county.VILLAGE}")
    page = visit().open("/sign-in/")
    for expected in ["账号或口令不对"] * 4 + ["已锁定"]:
        page.get_by_label("账号").fill(account.username)
        page.get_by_label("口令").fill("Wrong-password-1")
        page.get_by_role("button", name="登录").click()
        page.get_by_text(expected).first.wait_for()
    page.get_by_label("账号").fill(account.username)
    page.get_by_label("口令").fill(county.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_text("已锁定").first.wait_for()
