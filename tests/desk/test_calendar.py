"""The calendar feed: one's own open duties by their due days, behind an address that only the owner knows."""

from collections.abc import Callable

from django.test import Client
from icalendar import Calendar
from tests import county

from sanzhang.accounts.models import Account

HEAD = f"village_head@{county.VILLAGE}"


def feed_of(client: Client) -> str:
    """Ask for an address and give it back."""
    client.post("/calendar/")
    return f"/calendar/{Account.objects.exclude(calendar_token='').get().calendar_token}.ics"


def test_the_feed_holds_ones_own_open_duties_and_nobody_elses(as_: Callable[[str], Client]) -> None:
    answer = Client().get(feed_of(as_(HEAD)))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert events
    assert {str(event["UID"]).split("@")[1][:12] for event in events} == {county.VILLAGE}
    assert all(event["DTSTART"].dt and str(event["SUMMARY"]) for event in events)


def test_a_new_address_makes_the_old_one_useless(as_: Callable[[str], Client]) -> None:
    client = as_(HEAD)
    old = feed_of(client)
    assert feed_of(client) != old
    assert Client().get(old).status_code == 404
