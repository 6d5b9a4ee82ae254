"""Every page says who may call it, and is called by nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.desk.routes import addresses_of, all_routes

OPEN = {
    "desk:sign_in",
    "desk:language",
    "desk:feed",
    "field:app",
    "field:plate",
    "field:plate_before",
    "openid_connect_login",
    "openid_connect_callback",
    "account_login",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}


def test_every_route_declares_who_may_call_it() -> None:
    undeclared = [name for name, pattern in all_routes() if getattr(pattern.callback, "access", None) is None]
    assert undeclared == []


def test_only_the_listed_routes_are_open_to_everybody() -> None:
    assert {name for name, pattern in all_routes() if pattern.callback.access == "public"} == OPEN


def test_a_page_that_declares_nothing_is_refused(as_: Callable[[str], Client], settings: object) -> None:
    settings.ROOT_URLCONF = "tests.desk.undeclared"  # type: ignore[attr-defined]
    assert as_("brigade_chief@150624").get("/undeclared/").status_code == 403


def test_strangers_are_sent_to_the_sign_in_page(people: dict[str, str]) -> None:
    for name, pattern in all_routes():
        if name in OPEN:
            continue
        for address in addresses_of(name, pattern):
            answer = Client().get(address)
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/"), address


@pytest.mark.parametrize("post", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_see_no_field_work(as_: Callable[[str], Client], post: str) -> None:
    client = as_(f"{post}@150624")
    for address in ("/ledger/", "/net/", "/records/", "/proposals/", "/progress/"):
        assert client.get(address).status_code == 403, address


def test_the_three_administrators_are_kept_apart(as_: Callable[[str], Client]) -> None:
    pages = {"/accounts/": "security_admin", "/audit/": "audit_admin", "/system/": "system_admin"}
    for address, owner in pages.items():
        for post in ("system_admin", "security_admin", "audit_admin", "brigade_chief"):
            wanted = 200 if post == owner else 403
            assert as_(f"{post}@150624").get(address).status_code == wanted, (address, post)
