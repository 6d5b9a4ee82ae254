"""Sign-in accounts to look around with: one for each post of the pack that somebody holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from sanzhang.accounts.models import Account
from sanzhang.demo.load import Actors
from sanzhang.demo.steps import Author, Simulated
from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, draft
from sanzhang.rules.facts import Appointment
from sanzhang.rules.pack.model import Post
from sanzhang.rules.problems import Problem, gettext_noop as _

_POWER = "manage.accounts"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account as it is printed: with which name to sign in, as whom, in which post, where."""

    username: str
    post: str
    name: str
    area: str
    sector: str = ""


def open_accounts(simulated: Simulated, password: str) -> list[DemoAccount]:
    """Open (or, when repeated, reset) an account for each post with a holder, all with ``password``. Raises ``Problem`` for a weak one."""
    try:
        validate_password(password)
    except ValidationError as error:
        raise Problem("password", _("口令太弱：{reason}"), _("换一个。"), reason="".join(error.messages)) from None
    names = {step.payload["key"]: step.payload["name"] for step in simulated.steps if step.kind == "person.set"}
    areas = {area.code: area.name for area in simulated.as_facts().known_at(None).areas}
    actor, hashed = _administrator(simulated), make_password(password)
    opened = []
    with transaction.atomic():
        for post, held in one_holder_each(simulated):
            username = _username(post, simulated.county)
            _open(username, held.person, simulated.county, hashed, actor)
            opened.append(DemoAccount(username, post.title.zh, names[held.person], areas[held.area], held.sector))
    return opened


def one_holder_each(simulated: Simulated) -> Iterator[tuple[Post, Appointment]]:
    """For each post somebody who holds it at the end, nobody twice; rather somebody in or above the village worth showing."""
    showcase, used = simulated.showcase, set()
    held_now = [held for held in simulated.as_facts().known_at(None).appointments if held.holds_on(simulated.until)]
    for post in simulated.pack.posts:
        holders = [held for held in held_now if held.post == post.id and held.person not in used]
        if holders:
            chosen = min(holders, key=lambda held: (not _on_path(held.area, showcase), held.area, held.sector, held.id))
            used.add(chosen.person)
            yield post, chosen


def _on_path(area: str, showcase: str) -> bool:
    return showcase.startswith(area) or area.startswith(showcase)


def _administrator(simulated: Simulated) -> Actor:
    """Who may open accounts; the program itself where the pack has no such post."""
    for post, held in one_holder_each(simulated):
        if _POWER in post.powers:
            return Actors(simulated).of(Author(held.person, held.post, held.area, held.sector, held.id))
    return system_actor()


def _username(post: Post, county: str) -> str:
    """The post's id; with the county's code where another demonstration in the same database has taken it."""
    taken = Account.objects.filter(username=post.id).exclude(county=county).exists()
    return f"{post.id}.{county}" if taken else post.id


def _open(username: str, person: str, county: str, hashed: str, actor: Actor) -> None:
    """One hash serves all: a slow one for each would take longer than it is worth here."""
    account = Account.objects.filter(username=username).first()
    kind = "account.password_reset" if account else "account.opened"
    account = account or Account.objects.open(username, person, county, None)
    account.password = hashed
    account.save(update_fields=["password"])
    append(draft(kind, county, {"username": username, "person": person}), actor)
