"""The first account of a county is opened on the server, without any page."""

import pytest
from django.test import Client
from tests import county
from typer.testing import CliRunner

from sanzhang.accounts.models import Account
from sanzhang.cli.main import app

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str]:
    """The command's status and everything it said."""
    result = CliRunner().invoke(app, ["account", *words])
    return result.exit_code, result.output


def test_an_account_is_opened_and_must_change_its_password() -> None:
    county.build()
    status, said = run(f"security_admin@{county.COUNTY}", "--county", county.COUNTY, "--username", "first")
    name, password = said.split("\t")[:2]
    assert (status, name) == (0, "first")
    client = Client()
    client.post("/sign-in/", {"username": name, "password": password})
    assert client.get("/accounts/").headers["Location"] == "/password/"


def test_a_second_time_resets_the_password() -> None:
    county.build()
    words = (f"security_admin@{county.COUNTY}", "--county", county.COUNTY)
    first, second = run(*words)[1].split("\t")[1], run(*words)[1].split("\t")[1]
    account = Account.objects.get()
    assert account.check_password(second)
    assert not account.check_password(first)


def test_an_unknown_person_and_a_taken_name_are_said() -> None:
    county.build()
    status, said = run("nobody", "--county", county.COUNTY)
    assert (status, "没有登记编号为“nobody”的人员" in said) == (1, True)
    run(f"security_admin@{county.COUNTY}", "--county", county.COUNTY, "--username", "first")
    status, said = run(f"audit_admin@{county.COUNTY}", "--county", county.COUNTY, "--username", "first")
    assert (status, "已被使用" in said) == (1, True)
