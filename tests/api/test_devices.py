"""One sign-in a phone; a lost one is told to forget everything."""

from base64 import b64decode
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from tests import county
from tests.api.conftest import VILLAGE
from tests.api.phone import Phone

from sanzhang.accounts.devices import report_lost
from sanzhang.accounts.models import Account, Device
from sanzhang.accounts.opening import close, give_password
from sanzhang.api.v1.register_device import router
from sanzhang.journal.models import Entry

WORKER = f"grid_worker@{VILLAGE}001"


def test_signing_in_gives_a_token_and_a_key(people: dict[str, str]) -> None:
    phone = Phone(county.account(people, WORKER))
    told = phone.sign_in().json()
    assert len(b64decode(told["data_key"])) == 32
    assert told["person"]["key"] == people[WORKER]
    assert phone.token not in str(Device.objects.values())
    assert Entry.objects.filter(kind="device.registered").count() == 1


def test_a_wrong_password_is_refused_and_after_five_the_account_is_locked(people: dict[str, str]) -> None:
    phone = Phone(county.account(people, WORKER))
    answers = [phone.sign_in(password="wrong") for _try in range(6)]
    assert (answers[0].status_code, answers[0].json()["code"]) == (401, "password")
    assert (answers[-1].status_code, answers[-1].json()["code"]) == (429, "locked_out")
    assert phone.sign_in().status_code == 429


def test_an_address_that_tries_often_is_slowed_down_whatever_it_says_of_itself(
    people: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (throttle,) = router.path_operations["/devices"].operations[0].throttle_objects
    monkeypatch.setattr(throttle, "num_requests", 2)
    cache.clear()
    body = {"username": "nobody", "password": "wrong", "label": "测试机", "app": "1.0.0", "device": None}
    answers = [Client().post("/api/v1/devices", body, "application/json", headers={"x-forwarded-for": f"10.1.1.{n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[-1].json()["code"] == "throttled"
    cache.clear()


def test_the_same_phone_gets_the_same_key_again_and_a_new_token(worker: Phone) -> None:
    first = worker.sign_in().json()
    again = worker.sign_in().json()
    assert (first["device"], first["data_key"]) == (again["device"], again["data_key"])
    assert first["token"] != again["token"]
    worker.token = first["token"]
    assert worker.get("/sync/pull").status_code == 401


def test_somebody_elses_phone_id_gives_a_phone_of_ones_own(worker: Phone, phone_of: Callable[..., Phone]) -> None:
    other = phone_of(f"village_head@{VILLAGE}")
    stolen = other.sign_in(device=worker.device).json()
    assert stolen["device"] != worker.device
    assert stolen["data_key"] != worker.sign_in().json()["data_key"]


@pytest.mark.parametrize("device", ["", "mine", 7, ["a"]])
def test_what_is_no_phones_id_is_refused_in_words(people: dict[str, str], device: object) -> None:
    phone = Phone(county.account(people, WORKER))
    answer = phone.sign_in(device=device)
    assert (answer.status_code, answer.json()["code"]) == (422, "device_id")
    assert answer.json()["message"] == "这部手机里存的编号不对。"
    assert not Device.objects.exists()


def test_what_is_missing_is_named_without_the_program_s_own_path(people: dict[str, str]) -> None:
    answer = Phone(county.account(people, WORKER)).sign_in(password=None)
    assert (answer.status_code, answer.json()["message"]) == (422, "请求缺少或写错了“password”。")


def test_a_lost_phone_is_told_to_forget(worker: Phone) -> None:
    report_lost(Device.objects.get(id=worker.device))
    answer = worker.push(worker.place(VILLAGE + "001"))
    assert (answer.status_code, answer.json()["code"]) == (401, "device_lost")
    assert worker.get("/sync/pull").json()["code"] == "device_lost"
    assert not Entry.objects.filter(kind="premises.set").exists()


def test_changing_ones_password_signs_ones_phones_out_and_says_so(worker: Phone, phone_of: Callable[..., Phone]) -> None:
    other, desk, new = phone_of(f"village_head@{VILLAGE}"), Client(), "Steppe-Wind-2027"
    desk.force_login(worker.account, backend="django.contrib.auth.backends.ModelBackend")
    assert "手机要用新口令重新登录" in desk.get("/password/").content.decode()
    wrong = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    desk.post("/password/", wrong)
    assert worker.get("/sync/pull").status_code == 200
    page = desk.post("/password/", wrong | {"old_password": county.PASSWORD}, follow=True).content.decode()
    assert "手机要重新登录" in page
    answer = worker.push(worker.place(VILLAGE + "001"))
    assert (answer.status_code, answer.json()["code"]) == (401, "token")
    assert other.get("/sync/pull").status_code == 200
    device = worker.device
    assert worker.sign_in(new).status_code == 201
    assert worker.device == device, "the same phone, with the same key to what it keeps"


def test_a_closed_account_and_a_signed_out_phone_get_in_no_more(worker: Phone) -> None:
    assert worker.client.delete("/api/v1/devices/current", headers=worker._headers()).status_code == 204
    assert worker.get("/sync/pull").json()["code"] == "token"
    worker.sign_in()
    worker.account.is_active = False
    worker.account.save()
    assert worker.get("/sync/pull").json()["code"] == "account_closed"


def test_a_first_password_must_be_changed_before(people: dict[str, str]) -> None:
    phone = Phone(county.account(people, WORKER))
    phone.account.must_change_password = True
    phone.account.save()
    answer = phone.sign_in()
    assert (answer.status_code, answer.json()["code"]) == (403, "must_change")


@pytest.mark.parametrize("end", [close, lambda account: give_password(account, county.PASSWORD)])
@pytest.mark.parametrize("lost_first", [True, False])
def test_a_phone_that_is_lost_is_told_so_even_when_the_account_was_closed_or_reset(
    worker: Phone, end: Callable[[Account], None], lost_first: bool
) -> None:
    device = Device.objects.get(id=worker.device)
    steps = [lambda: report_lost(device), lambda: end(worker.account)]
    for step in steps if lost_first else steps[::-1]:
        step()
    assert worker.get("/sync/pull").json()["code"] == "device_lost"


def test_a_reset_password_ends_the_token_and_a_closed_account_says_so(worker: Phone) -> None:
    give_password(worker.account, county.PASSWORD)
    assert worker.get("/sync/pull").json()["code"] == "token"
    close(worker.account)
    assert worker.get("/sync/pull").json()["code"] == "account_closed"
