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


class DeviceNoted(Payload):
    """A phone of somebody: its id, how he calls it, and whose it is."""

    device: str
    label: str
    person: str


def _own_or_managed(written: Written[DeviceNoted]) -> str:
    """Everybody reports his own phone lost; for others it takes the power over accounts."""
    return "view.area" if written.person == written.payload.person else "manage.accounts"


def nothing(written: Written[AccountNoted] | Written[PersonalDataRevealed] | Written[DeviceNoted]) -> None:
    """Only the entry itself is kept."""


KINDS: list[Kind[Any]] = [
    Kind("account.opened", AccountNoted, "manage.accounts", nothing),
    Kind("account.closed", AccountNoted, "manage.accounts", nothing),
    Kind("account.password_reset", AccountNoted, "manage.accounts", nothing),
    Kind("device.registered", DeviceNoted, "view.area", nothing, serial=False),
    Kind("device.lost", DeviceNoted, _own_or_managed, nothing, serial=False),
    Kind("person.revealed", PersonalDataRevealed, "view.area", nothing, serial=False),
]
