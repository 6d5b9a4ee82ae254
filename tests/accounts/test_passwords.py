"""Passwords are kept as the program's own settings say, not as those of the tests."""

from typing import Any

import pytest
from tests import county

from sanzhang.accounts.models import Account
from sanzhang.site import settings as program

pytestmark = pytest.mark.django_db


def test_a_password_is_kept_so_that_guessing_is_slow(settings: Any) -> None:
    settings.PASSWORD_HASHERS = program.PASSWORD_HASHERS
    people = county.build()
    account = Account.objects.open("slow", people[f"village_head@{county.VILLAGE}"], county.COUNTY, county.PASSWORD)
    assert account.password.startswith("scrypt$")
    assert account.check_password(county.PASSWORD)
    assert not account.check_password(county.PASSWORD + "x")


def test_an_older_kind_of_hash_is_still_read(settings: Any) -> None:
    settings.PASSWORD_HASHERS = list(reversed(program.PASSWORD_HASHERS))
    people = county.build()
    account = Account.objects.open("older", people[f"village_head@{county.VILLAGE}"], county.COUNTY, county.PASSWORD)
    assert account.password.startswith("pbkdf2_sha256$")
    settings.PASSWORD_HASHERS = program.PASSWORD_HASHERS
    assert account.check_password(county.PASSWORD)
