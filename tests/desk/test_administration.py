"""Accounts, audit and the state of the system: three administrators, kept apart."""

import json
import re

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests import county
from tests.county import COUNTY
from tests.desk.calls import HEAD, TODAY, As, post, text

from sanzhang.accounts.models import Account
from sanzhang.desk.pages import system
from sanzhang.journal.models import Entry
from sanzhang.journal.sealing import seal

# Accounts


def test_an_account_is_opened_with_a_password_shown_once_and_closed_with_its_sessions(as_: As, people: dict[str, str]) -> None:
    admin = as_(f"security_admin@{COUNTY}")
    page = post(admin, "account_new", person=HEAD, username="aolun")
    password = re.findall(r'strong">([\w-]{14})<', page)[0]
    account = Account.objects.get(username="aolun")
    assert account.must_change_password
    assert account.check_password(password)
    assert json.loads(Entry.objects.get(kind="account.opened").body)["payload"] == {"username": "aolun", "person": people[HEAD]}
    assert password not in text(admin, "accounts")
    assert not Entry.objects.filter(body__contains=password).exists()
    assert "已有账号" in post(admin, "account_new", person=HEAD, username="second")
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    sessions = Session.objects.count()
    post(admin, "account_close", account.pk)
    account.refresh_from_db()
    assert (account.is_active, Session.objects.count()) == (False, sessions - 1)
    assert client.get(reverse("desk:records")).status_code == 302
    assert "aolun" in text(admin, "accounts", query="?state=closed")
    post(admin, "account_new", person=HEAD)
    account.refresh_from_db()
    assert account.is_active
    assert [entry.kind for entry in Entry.objects.filter(kind__startswith="account.").order_by("recorded_at")] == [
        "account.opened",
        "account.closed",
        "account.opened",
    ]


def test_a_password_is_reset_and_the_lock_lifted(as_: As, people: dict[str, str]) -> None:
    admin, account = as_(f"security_admin@{COUNTY}"), county.account(people, HEAD)
    AccessAttempt.objects.create(
        username=account.username, ip_address="127.0.0.1", user_agent="x", http_accept="x", path_info="/", failures_since_start=5
    )
    assert "已锁定" in text(admin, "accounts")
    page = post(admin, "account_reset", account.pk)
    password = re.findall(r'strong">([\w-]{14})<', page)[0]
    account.refresh_from_db()
    assert account.check_password(password)
    assert account.must_change_password
    assert not AccessAttempt.objects.exists()
    assert Entry.objects.filter(kind="account.password_reset").count() == 1
    own = county.account(people, f"security_admin@{COUNTY}")
    text(admin, "account_reset", own.pk, status=404)
    text(admin, "account_close", own.pk, status=404)


# Audit and system


def test_the_auditor_reads_the_journal_and_walks_the_chain(as_: As, people: dict[str, str]) -> None:
    client = as_(f"audit_admin@{COUNTY}")
    page = text(client, "audit", query="?kind=person.set")
    assert "人员登记或变更" in page
    assert "区划登记" not in page.split("<tbody>")[1]
    entry = Entry.objects.filter(kind="person.set").order_by("recorded_at")[0]
    page = text(client, "audit_entry", entry.id)
    assert entry.content_hash in page
    assert "13900000000" not in page
    assert "未封存" in text(client, "audit")
    assert client.get(reverse("desk:audit_verify")).status_code == 405
    assert "记录链完整" in post(client, "audit_verify")


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only
def test_a_changed_entry_is_found(as_: As, people: dict[str, str]) -> None:
    seal(COUNTY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_entry'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE journal_entry SET body = replace(body, '鄂托克旗', '别的旗') WHERE seq = 1")
    page = post(as_(f"audit_admin@{COUNTY}"), "audit_verify")
    assert "记录链有" in page
    assert "内容被改动" in page


def test_sign_ins_are_listed_and_unknown_names_are_not_shown(as_: As, people: dict[str, str]) -> None:
    account = county.account(people, HEAD)
    Client().post(reverse("desk:sign_in"), {"username": account.username, "password": county.PASSWORD})
    Client().post(reverse("desk:sign_in"), {"username": "My-Secret-Password-1", "password": "x"})
    client = as_(f"audit_admin@{COUNTY}")
    assert account.username in text(client, "audit_sign_ins")
    page = text(client, "audit_sign_ins", query="?result=failed")
    assert "没有这个账号" in page
    assert "My-Secret-Password-1" not in page


def test_the_system_page_warns_of_a_year_without_holidays(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    client = as_(f"system_admin@{COUNTY}")
    page = text(client, "system")
    assert "otog-2022" in page
    monkeypatch.setattr(system, "is_published", lambda year: year <= TODAY().year)
    assert f"{TODAY().year + 1} 年的节假日安排还没有收录" in text(client, "system")
    monkeypatch.setattr(system, "is_published", lambda year: year <= TODAY().year + 1)
    assert "还没有收录" not in text(client, "system")
