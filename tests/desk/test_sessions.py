"""Sign-in and what follows it: sessions end, passwords have rules, failures lock, forms and files are guarded."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from ninja.conf import settings as ninja_settings
from tests import county
from tests.county import COUNTY, PASSWORD, VILLAGE
from tests.desk.calls import HEAD, OFFICE, TODAY, As, held, post, text
from tests.desk.routes import addresses_of, all_routes

from sanzhang.accounts.models import Account
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.media import LARGEST
from sanzhang.records.models import Record

ADMIN = f"security_admin@{COUNTY}"
SIGN_IN, NEW = "/sign-in/", "Steppe-Wind-2027"
FRESH = re.compile(r'strong">([\w-]{14})<')
Later = Callable[[timedelta], None]


@pytest.fixture
def account(people: dict[str, str]) -> Account:
    """The village head's."""
    return county.account(people, HEAD)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """``later(timedelta(minutes=5))``: let time pass."""
    real, passed = timezone.now, [timedelta()]

    def now() -> datetime:
        return real() + passed[0]

    def wait(span: timedelta) -> None:
        passed[0] += span

    monkeypatch.setattr(timezone, "now", now)
    return wait


def enter(account: Account, password: str = PASSWORD, **more: str) -> Client:
    """Sign in through the page."""
    client = Client()
    client.post(SIGN_IN, {"username": account.username, "password": password}, **more)  # type: ignore[arg-type]
    return client


def inside(client: Client) -> bool:
    """Whether somebody is signed in: the password page is everybody's own."""
    answer = client.get(reverse("desk:password"))
    assert answer.status_code == 200 or answer.headers["Location"].startswith(SIGN_IN)
    return answer.status_code == 200


# Sessions end


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_lives_as_long_as_the_idle_limit(account: Account, settings: object) -> None:
    client = enter(account)
    cookie = client.cookies["sessionid"]
    assert cookie["max-age"] == settings.SESSION_COOKIE_AGE == 30 * 60  # type: ignore[attr-defined]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_session_ends_after_the_idle_limit_on_the_server_too(account: Account, later: Later) -> None:
    client = enter(account)
    later(timedelta(minutes=29))
    assert inside(client)
    later(timedelta(minutes=29))
    assert inside(client), "a call begins the idle limit anew"
    later(timedelta(minutes=31))
    assert client.cookies["sessionid"].value, "the browser still sends the cookie"
    assert not inside(client)


def test_a_session_whose_row_has_run_out_is_over(account: Account) -> None:
    client = enter(account)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not inside(client)


def test_a_session_ends_after_a_working_day_whatever_is_done(account: Account, later: Later, settings: object) -> None:
    client = enter(account)
    calls = 0
    while inside(client):
        later(timedelta(minutes=20))
        calls += 1
        assert calls < 100
    assert calls == settings.SESSION_LONGEST_HOURS * 3  # type: ignore[attr-defined]
    assert inside(enter(account)), "a new sign-in begins a new day"


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(account: Account) -> None:
    client = Client()
    client.cookies["sessionid"] = "planted-by-somebody-else"
    client.post(SIGN_IN, {"username": account.username, "password": PASSWORD})
    key = client.cookies["sessionid"].value
    assert key != "planted-by-somebody-else"
    assert client.get("/sign-out/").status_code == 405
    assert inside(client)
    assert client.post("/sign-out/").headers["Location"] == SIGN_IN
    client.cookies["sessionid"] = key
    assert not inside(client)


def test_closing_an_account_ends_its_session_at_once(as_: As, account: Account) -> None:
    client, other = enter(account), enter(account)
    post(as_(ADMIN), "account_close", account.pk)
    assert not inside(client)
    assert not inside(other)
    assert not inside(enter(account))
    Account.objects.filter(pk=account.pk).update(is_active=True)
    assert not inside(client), "nor does it come to life again with the account"


def test_an_account_that_is_no_longer_active_is_out_even_with_a_living_session(account: Account) -> None:
    client = enter(account)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert Session.objects.exists()
    assert not inside(client)


def test_a_reset_password_ends_every_session(as_: As, account: Account) -> None:
    clients = [enter(account), enter(account)]
    post(as_(ADMIN), "account_reset", account.pk)
    assert [inside(client) for client in clients] == [False, False]


def test_a_changed_password_ends_every_other_session(account: Account) -> None:
    client, other = enter(account), enter(account)
    answer = client.post("/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert answer.status_code == 302
    assert inside(client)
    assert not inside(other)
    assert not inside(enter(account))
    assert inside(enter(account, NEW))


def test_an_appointment_that_ended_yesterday_gives_nothing_today(people: dict[str, str], account: Account) -> None:
    client, row = enter(account), held(people[HEAD], "village_head")
    assert client.get("/records/").status_code == 200
    for days, status in ((0, 200), (1, 403)):
        payload = {"key": row.key, "person": row.person, "post": row.post, "start": "2025-01-01"}
        end = {"end": (TODAY() - timedelta(days=days)).isoformat()}
        append(draft("appointment.set", VILLAGE, payload | end), system_actor())
        assert client.get("/records/").status_code == status, days
    for address in ("/ledger/", "/net/", "/progress/", "/records/new/joint_inspection/", "/people/"):
        assert client.get(address).status_code == 403, address
    assert "只属于" not in text(client, "home")


# Passwords


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Ab1-xy9Z", "至少 10 个字符"),
        ("Password123", "太常见"),
        ("Village-Head1", "太相似"),
        ("prairiefire2026", "至少三种"),
        ("PRAIRIE-FIRE-STEPPE", "至少三种"),
        ("20269137540682", "至少三种"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(account: Account, password: str, reason: str) -> None:
    Account.objects.filter(pk=account.pk).update(username="village.head1")
    account.refresh_from_db()
    client = enter(account)
    page = client.post("/password/", {"old_password": PASSWORD, "new_password1": password, "new_password2": password})
    assert page.status_code == 200
    assert reason in page.content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_two_different_entries_of_the_new_password_are_refused(account: Account) -> None:
    client = enter(account)
    page = client.post("/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW + "x"})
    assert page.status_code == 200
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_who_must_change_his_password_can_do_nothing_else(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(must_change_password=True)
    client = enter(account)
    for name, pattern in all_routes():
        if pattern.callback.access == "public" or name in ("desk:password", "desk:sign_out"):
            continue
        for address in addresses_of(name, pattern):
            for answer in (client.get(address), client.post(address)):
                assert (answer.status_code, answer.headers["Location"]) == (302, "/password/"), address
    client.post("/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert client.get("/records/").status_code == 200


# The way in


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        r"/\elsewhere.example/",
        "https:elsewhere.example",
        "javascript:alert(1)",
        " //x",
    ],
)
def test_the_way_in_never_leads_outside(account: Account, target: str) -> None:
    answer = Client().post(SIGN_IN, {"username": account.username, "password": PASSWORD, "next": target})
    assert answer.headers["Location"] == "/"


def test_the_way_in_leads_to_the_page_that_was_asked_for(account: Account) -> None:
    client = Client()
    asked = client.get("/records/?kind=x").headers["Location"]
    assert asked == "/sign-in/?next=/records/%3Fkind%3Dx"
    assert 'name="next" value="/records/?kind=x"' in client.get(asked).content.decode()
    answer = client.post(SIGN_IN, {"username": account.username, "password": PASSWORD, "next": "/records/?kind=x"})
    assert answer.headers["Location"] == "/records/?kind=x"


def test_five_failures_lock_the_account_wherever_they_come_from(as_: As, people: dict[str, str], account: Account) -> None:
    for number in range(5):
        enter(account, "Wrong-password-1", REMOTE_ADDR=f"10.0.0.{number}", HTTP_USER_AGENT=f"browser {number}")
    page = Client().post(SIGN_IN, {"username": account.username, "password": PASSWORD}, REMOTE_ADDR="10.0.9.9")
    assert page.status_code == 429
    assert "账号已锁定 30 分钟" in page.content.decode()
    assert inside(enter(county.account(people, OFFICE))), "nobody else is locked"
    password = FRESH.findall(post(as_(ADMIN), "account_reset", account.pk))[0]
    client = enter(account, password)
    assert client.get("/records/").headers["Location"] == "/password/"


def test_the_lock_ends_by_itself(account: Account) -> None:
    for _n in range(5):
        enter(account, "Wrong-password-1")
    assert not inside(enter(account))
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert inside(enter(account))


def test_another_spelling_of_the_name_is_no_way_round_the_lock(account: Account) -> None:
    """Failures are counted by the name as it was typed, so an account must open under one spelling alone."""
    client = Client()
    page = client.post(SIGN_IN, {"username": account.username.upper(), "password": PASSWORD})
    assert "账号或口令不对" in page.content.decode()
    assert not inside(client)
    assert inside(enter(account))


def test_a_form_of_another_site_is_refused(account: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(SIGN_IN, {"username": account.username, "password": PASSWORD}).status_code == 403
    strict.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    answers = {"new_password1": NEW, "new_password2": NEW}
    assert strict.post("/password/", answers).status_code == 403
    assert strict.post("/sign-out/").status_code == 403
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', strict.get("/password/").content.decode())[0]
    signed = {"csrfmiddlewaretoken": token}
    assert strict.post("/password/", answers | signed, HTTP_ORIGIN="https://elsewhere.example").status_code == 403
    assert strict.post("/sign-out/", signed).status_code == 302


# Answers and files


def test_every_answer_carries_the_headers_that_guard_it(as_: As, account: Account) -> None:
    client = as_(HEAD)
    answers = [
        Client().get(SIGN_IN),
        Client().get("/records/"),
        *(client.get(address) for address in ("/", "/records/", "/audit/", "/none/")),
    ]
    assert [answer.status_code for answer in answers] == [200, 302, 200, 200, 403, 404]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "object-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def upload(client: Client, name: str, content: bytes) -> str:
    """Record an inspection with one attachment; returns the page that follows."""
    answers = {f"ask_{ask.id}": county._answer(ask) for ask in county.kind("joint_inspection").asks if ask.required}
    attachments = SimpleUploadedFile(name, content, "image/jpeg")
    return post(
        client, "record_new", "joint_inspection", areas=VILLAGE, occurred_on=TODAY().isoformat(), attachments=attachments, **answers
    )


@pytest.fixture
def store(settings: object, tmp_path: Path) -> Path:
    """Where attachments are kept."""
    settings.MEDIA_STORE = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("安装.exe", b"MZ\x90\x00" + bytes(64)),
        ("照片.jpg", b"MZ\x90\x00" + bytes(64)),
        ("照片.jpg", b"<html><script>alert(1)</script></html>"),
        ("照片.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ],
)
def test_a_file_is_judged_by_what_it_is(as_: As, store: Path, name: str, content: bytes) -> None:
    before = Record.objects.count()
    assert f"附件“{name}”不是照片、PDF 或 Office 文件。" in upload(as_(HEAD), name, content)
    assert (Record.objects.count(), list(store.rglob("*"))) == (before, [])


def test_a_file_beyond_the_limit_is_refused(as_: As, store: Path) -> None:
    before = Record.objects.count()
    assert "，超过 20 MB。" in upload(as_(HEAD), "照片.jpg", b"\xff\xd8\xff" + bytes(LARGEST + 2**20))
    assert (Record.objects.count(), list(store.rglob("*"))) == (before, [])


def test_an_attachment_is_only_ever_downloaded(as_: As, store: Path) -> None:
    client, content = as_(HEAD), b"\xff\xd8\xff" + b"<script>alert(1)</script>"
    page = upload(client, "../../照片.html", content)
    address = re.findall(r'href="(/records/[\w-]+/media/\w{64}/)"', page)[0]
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert ".." not in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Client().get(address).status_code == 302
    assert as_(f"village_head@{county.FAR}").get(address).status_code == 404


# Tries from one address


def test_an_address_that_tries_many_names_is_slowed_down(people: dict[str, str], settings: Any) -> None:
    settings.SIGN_IN_RATE = "3/m"
    answers = [Client().post(SIGN_IN, {"username": f"name{n}", "password": "wrong"}) for n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "这个网络地址试得太频繁。" in answers[-1].content.decode()
    assert 0 < int(answers[-1]["Retry-After"]) <= 61
    assert Client().get(SIGN_IN).status_code == 200
    assert AccessAttempt.objects.count() == 3
    elsewhere = Client(REMOTE_ADDR="10.0.0.9").post(SIGN_IN, {"username": "name9", "password": "wrong"})
    assert elsewhere.status_code == 200


def test_what_a_caller_says_of_his_own_address_is_not_believed(people: dict[str, str], settings: Any) -> None:
    settings.SIGN_IN_RATE = "2/m"
    answers = [
        Client().post(SIGN_IN, {"username": f"name{n}", "password": "wrong"}, headers={"x-forwarded-for": f"10.1.1.{n}"}) for n in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_behind_a_proxy_its_word_is_taken(people: dict[str, str], settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy adds the address that it saw at the end; what stood there before is the caller's."""
    monkeypatch.setattr(ninja_settings, "NUM_PROXIES", 1)
    settings.SIGN_IN_RATE = "2/m"
    said = ["1.1.1.1, 10.0.0.1", "2.2.2.2, 10.0.0.1", "3.3.3.3, 10.0.0.1", "3.3.3.3, 10.0.0.2"]
    answers = [
        Client().post(SIGN_IN, {"username": f"name{n}", "password": "wrong"}, headers={"x-forwarded-for": seen})
        for n, seen in enumerate(said)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 200]
