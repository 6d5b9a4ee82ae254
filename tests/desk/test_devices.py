"""Phones at the desk: one's own, and the county's for the security administrator."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests import county
from tests.county import COUNTY, PASSWORD, VILLAGE
from tests.desk.calls import HEAD, As, post, text

from sanzhang.accounts.devices import in_use, register_device, report_lost
from sanzhang.accounts.models import Account, Device
from sanzhang.accounts.opening import close, give_password
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.people.models import Appointment

ADMIN, WORKER = f"security_admin@{COUNTY}", f"grid_worker@{VILLAGE}001"


def phone(people: dict[str, str], number: str, label: str = "红米 Note 12") -> Device:
    return register_device(county.account(people, number), label, "1.0.0")[0]


def lost(device: Device) -> bool:
    return Device.objects.get(id=device.id).lost_at is not None


def test_everybody_sees_his_own_phones_and_reports_one_lost(as_: As, people: dict[str, str]) -> None:
    own, other = phone(people, WORKER), phone(people, HEAD, "别人的手机")
    client = as_(WORKER)
    page = text(client, "devices")
    assert "红米 Note 12" in page
    assert "别人的手机" not in page
    assert "不能撤回" in text(client, "device_lost", own.id)
    assert not lost(own)
    assert "已报失" in post(client, "device_lost", own.id)
    assert lost(own)
    assert not lost(other)
    entry = Entry.objects.get(kind="device.lost")
    assert (entry.person, entry.area) == (people[WORKER], VILLAGE + "001")
    text(client, "device_lost", own.id, status=404)
    assert reverse("desk:devices") in text(client, "home")


def test_nobody_reports_somebody_elses_phone(as_: As, people: dict[str, str]) -> None:
    own = phone(people, WORKER)
    for number in (HEAD, f"grid_chief@{VILLAGE}001", f"brigade_chief@{COUNTY}", f"system_admin@{COUNTY}"):
        client = as_(number)
        for name, status in (("device_lost", 404), ("device_lost_any", 403)):
            assert client.post(reverse(f"desk:{name}", args=[own.id])).status_code == status, (number, name)
        assert client.get(reverse("desk:devices_all")).status_code == 403
    assert not lost(own)
    assert not Entry.objects.filter(kind="device.lost").exists()


def test_the_security_administrator_sees_the_countys_phones_and_reports_one_lost(as_: As, people: dict[str, str]) -> None:
    own = phone(people, WORKER)
    foreign = register_device(Account.objects.open("elsewhere", "p", "152524", PASSWORD), "外旗手机", "1.0.0")[0]
    admin = as_(ADMIN)
    assert reverse("desk:devices_all") in text(admin, "accounts")
    page = text(admin, "devices_all")
    assert "红米 Note 12" in page
    assert "外旗手机" not in page
    assert "红米 Note 12" not in text(admin, "devices")
    text(admin, "device_lost_any", foreign.id, status=404)
    assert "已报失" in post(admin, "device_lost_any", own.id)
    assert lost(own)
    assert (entry := Entry.objects.get(kind="device.lost")).area == COUNTY
    assert (entry.person, entry.post) == (people[ADMIN], "security_admin")
    assert "红米 Note 12" not in text(admin, "devices_all")
    assert "红米 Note 12" in text(admin, "devices_all", query="?state=lost")


def test_the_list_is_narrowed(as_: As, people: dict[str, str]) -> None:
    silent, out = phone(people, WORKER, "很久没用"), phone(people, HEAD, "已经退出")
    phone(people, f"grid_chief@{VILLAGE}001", "天天在用")
    Device.objects.filter(id=silent.id).update(last_contact=timezone.now() - timedelta(days=15))
    Device.objects.filter(id=out.id).update(signed_out_at=timezone.now())
    admin, names = as_(ADMIN), ("很久没用", "已经退出", "天天在用")
    for query, expected in {
        "": {"很久没用", "天天在用"},
        "?state=silent": {"很久没用"},
        "?state=out": {"已经退出"},
        "?state=all": set(names),
        "?state=all&name=嘎查村": {"已经退出"},
        "?name=天天": {"天天在用"},
        f"?name={county.account(people, WORKER).username}": {"很久没用"},
    }.items():
        page = text(admin, "devices_all", query=query)
        assert {name for name in names if name in page} == expected, query


def test_somebody_without_a_post_still_reports_his_phone(as_: As, people: dict[str, str]) -> None:
    own, row = phone(people, WORKER), Appointment.objects.get(person=people[WORKER], superseded_at__isnull=True)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    payload = {"key": row.key, "person": row.person, "post": row.post, "start": "2025-01-01", "end": yesterday}
    append(draft("appointment.set", row.area, payload), system_actor())
    post(as_(WORKER), "device_lost", own.id)
    assert lost(own)
    assert Entry.objects.get(kind="device.lost").person == "system"


# Closing and resetting


def test_closing_an_account_ends_its_phones(as_: As, people: dict[str, str]) -> None:
    own, other = phone(people, WORKER), phone(people, HEAD)
    account = county.account(people, WORKER)
    assert "手机也要重新登录" in text(as_(ADMIN), "account_close", account.pk)
    post(as_(ADMIN), "account_close", account.pk)
    assert list(Device.objects.filter(in_use())) == [other]
    Account.objects.filter(pk=account.pk).update(is_active=True)
    assert Device.objects.get(id=own.id).signed_out_at, "nor do they come to life again with the account"


def test_a_reset_password_ends_the_phones_and_a_changed_one_gives_new_tokens(as_: As, people: dict[str, str]) -> None:
    own, account = phone(people, WORKER), county.account(people, WORKER)
    page = post(as_(ADMIN), "account_reset", account.pk)
    assert re.search(r'strong">[\w-]{14}<', page)
    assert Device.objects.get(id=own.id).signed_out_at
    again, _token = register_device(account, own.label, "1.0.0", own.id)
    assert (again.id, again.signed_out_at) == (own.id, None)


@pytest.mark.parametrize("end", [close, lambda account: give_password(account, PASSWORD)])
def test_a_lost_phone_stays_lost(people: dict[str, str], end: object) -> None:
    own, account = phone(people, WORKER), county.account(people, WORKER)
    report_lost(own)
    end(account)  # type: ignore[operator]
    assert lost(own)
    assert register_device(account, own.label, "1.0.0", own.id)[0].id != own.id
