"""Entries about accounts: they change no domain data, but who opened or closed which account must not be lost."""

from typing import Any

from sanzhang.journal.kinds import Kind, Payload, Written


class AccountNoted(Payload):
    """The account's name and the person it belongs to; never a password."""

    username: str
    person: str


class PersonalDataRevealed(Payload):
    """Whose hidden data were shown, and the reason given."""

    person: str
    reason: str


def nothing(written: Written[AccountNoted] | Written[PersonalDataRevealed]) -> None:
    """Only the entry itself is kept."""


KINDS: list[Kind[Any]] = [
    Kind("account.opened", AccountNoted, "manage.accounts", nothing),
    Kind("account.closed", AccountNoted, "manage.accounts", nothing),
    Kind("account.password_reset", AccountNoted, "manage.accounts", nothing),
    Kind("person.revealed", PersonalDataRevealed, "view.area", nothing, serial=False),
]
