"""Calls of the API go a short way: no sessions, but the same guard, language, lock and host as everywhere."""

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from tests.api.phone import Phone

from sanzhang.accounts.models import Account
from sanzhang.areas.models import Area
from sanzhang.journal.projecting import OutsideTheJournal


def test_a_call_needs_no_session_and_leaves_none(worker: Phone) -> None:
    answer = worker.get("/today")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert int(answer.headers["Content-Length"]) == len(answer.content)


@pytest.mark.parametrize(("language", "message"), [("zh-hans", "登录已失效。"), ("en-GB, en;q=0.9", "Your sign-in has expired.")])
def test_it_speaks_the_callers_language(db: None, language: str, message: str) -> None:
    answer = Client().get("/api/v1/today", headers={"Accept-Language": language, "Authorization": "Bearer x"})
    assert answer.json()["message"] == message


def test_a_host_that_is_not_ours_is_refused(worker: Phone) -> None:
    answer = Client().get("/api/v1/today", headers={"Host": "elsewhere.example", "Authorization": f"Bearer {worker.token}"})
    assert answer.status_code == 400


def test_who_is_locked_out_is_told_there_too(db: None) -> None:
    Account.objects.create(username="someone", person="someone", county="150624")
    sent: dict[str, Any] = {"username": "someone", "password": "wrong"}
    calls = [Client().post("/api/v1/devices", sent, "application/json") for _try in range(settings.AXES_FAILURE_LIMIT + 1)]
    assert [answer.status_code for answer in calls[:-2]] == [401] * (settings.AXES_FAILURE_LIMIT - 1)
    assert (calls[-1].status_code, calls[-1].json()["code"]) == (429, "locked_out")


def test_what_is_no_address_goes_the_way_of_pages(client: Client, db: None) -> None:
    assert client.get("/api/v1/nothing").status_code == 404
    assert client.get("/api/v2/today").status_code == 404


def test_nothing_is_written_around_the_journal_there_either(worker: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    def writes(request: HttpRequest) -> HttpResponse:
        Area.objects.update(name="")
        return HttpResponse()

    monkeypatch.setattr("sanzhang.api.short_way._found", lambda request: (writes, (), {}))
    with pytest.raises(OutsideTheJournal):
        worker.get("/today")


def test_a_failure_is_an_answer_all_the_same(worker: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanzhang.api.v1.today.board", lambda county: 1 / 0)
    worker.client.raise_request_exception = False
    assert worker.get("/today").status_code == 500
