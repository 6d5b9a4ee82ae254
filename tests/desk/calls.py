"""Calls of pages, and what the tests of the registers share."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.county import COUNTY, VILLAGE

from sanzhang.people.models import Appointment

As = Callable[[str], Client]
OFFICE, CHIEF, HEAD = f"committee_office@{COUNTY}", f"brigade_chief@{COUNTY}", f"village_head@{VILLAGE}"
TODAY = timezone.localdate


def text(client: Client, name: str, /, *args: object, query: str = "", status: int = 200) -> str:
    answer = client.get(reverse(f"desk:{name}", args=args) + query)
    assert answer.status_code == status, (name, answer.status_code)
    return bytes(answer.getvalue()).decode()


def post(client: Client, page: str, /, *args: object, query: str = "", **data: object) -> str:
    answer = client.post(reverse(f"desk:{page}", args=args) + query, data, follow=True)
    assert answer.status_code == 200, (page, answer.status_code)
    return str(answer.content.decode())


def held(person: str, post: str) -> Appointment:
    return Appointment.objects.get(person=person, post=post, superseded_at__isnull=True)
