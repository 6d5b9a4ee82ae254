"""Loading through the journal: no refusal, the tables say what the simulation says, nothing real is touched."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sanzhang.accounts.models import Account
from sanzhang.accounts.opening import fresh_password
from sanzhang.demo.accounts import one_holder_each, open_accounts
from sanzhang.demo.divisions import synthetic_divisions
from sanzhang.demo.load import Loaded, drafts, load
from sanzhang.demo.queries import is_demo
from sanzhang.demo.simulate import simulate
from sanzhang.demo.steps import Simulated
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.people.models import Person
from sanzhang.people.queries import actors_of
from sanzhang.rules.problems import Problem
from sanzhang.standing.load import load_facts

pytestmark = pytest.mark.django_db


def _plain(facts: tuple[Any, ...]) -> list[str]:
    """Facts without the moment of recording, which is now in the one and simulated in the other."""
    return sorted(str({name: _sorted(getattr(fact, name)) for name in fact.__slots__ if not name.endswith("_at")}) for fact in facts)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted(value.items())
    return sorted(value) if isinstance(value, frozenset) else value


def test_everything_is_accepted_and_the_tables_hold_the_same_facts(small: Simulated) -> None:
    told: list[int] = []
    assert load(small, told.append) == Loaded(len(small.steps), 0)
    assert told[-1] == len(small.steps)
    assert told == sorted(told)
    loaded, simulated = load_facts(small.county, small.until).known_at(None), small.as_facts().known_at(None)
    for name in ("areas", "appointments", "records", "exemptions", "decisions"):
        assert _plain(getattr(loaded, name)) == _plain(getattr(simulated, name)), name
    assert is_demo(small.county)


def test_loading_again_changes_nothing_and_an_interrupted_load_goes_on(small: Simulated) -> None:
    part = replace(small, steps=small.steps[:300])
    assert load(part) == Loaded(300, 0)
    assert load(small) == Loaded(len(small.steps) - 300, 300)
    before = Entry.objects.count()
    assert load(small) == Loaded(0, len(small.steps))
    assert Entry.objects.count() == before


def test_real_data_are_never_mixed_with_invented_ones(small: Simulated) -> None:
    append(draft("area.set", small.county, {"name": "真实旗"}), system_actor())
    with pytest.raises(Problem, match="已有数据"):
        load(small)
    with pytest.raises(Problem, match="已有数据"):
        append(draft("demo.loaded", small.county, {"seed": 1, "months": 1, "until": "2026-01-01"}), system_actor())
    assert Entry.objects.count() == 1
    assert not is_demo(small.county)


def test_another_demonstration_is_refused(small: Simulated) -> None:
    load(replace(small, steps=small.steps[:5]))
    with pytest.raises(Problem, match="另一份演示数据"):
        load(replace(small, seed=small.seed + 1))


def test_another_pack_than_the_journal_reads_is_refused(small: Simulated) -> None:
    with pytest.raises(Problem, match="策略包"):
        load(replace(small, pack=small.pack.model_copy(update={"id": "elsewhere"})))


def test_an_empty_county_is_no_demonstration(small: Simulated) -> None:
    assert not is_demo(small.county)


def test_names_are_sealed_before_they_reach_the_journal(small: Simulated) -> None:
    few: Iterator[Any] = (pair for pair in drafts(replace(small, steps=small.steps[:200])) if pair[0].kind == "person.set")
    payload = next(few)[0].payload
    assert set(payload) == {"key", "number", "organisation", "hidden"}


def test_one_account_for_each_post_that_somebody_holds(small: Simulated) -> None:
    load(small)
    password = fresh_password()
    opened = open_accounts(small, password)
    held = {held.post for held in small.as_facts().known_at(None).appointments if held.holds_on(small.until)}
    usernames = [account.username for account in opened]
    assert usernames == [post.id for post, _held in one_holder_each(small)]
    assert {"brigade_chief", "village_head", "grid_worker", "department_head"} <= set(usernames) <= held
    account = Account.objects.get(username="village_head")
    assert account.check_password(password)
    assert any(actor.post == "village_head" for actor in actors_of(account.person, small.until))
    assert Person.objects.get(key=account.person).name == next(found.name for found in opened if found.username == "village_head")
    assert Entry.objects.filter(kind="account.opened").count() == len(opened)


def test_opening_again_resets_the_password_and_a_weak_one_is_refused(small: Simulated) -> None:
    load(small)
    open_accounts(small, "First-pass-word-1")
    again = open_accounts(small, "Second-pass-word-2")
    assert Account.objects.count() == len(again)
    assert Account.objects.get(username="town_head").check_password("Second-pass-word-2")
    with pytest.raises(Problem, match="口令太弱"):
        open_accounts(small, "123")


def test_two_demonstrations_share_a_database(small: Simulated) -> None:
    other = simulate(small.pack, synthetic_divisions("990004", towns=1, villages=2), months=1, seed=small.seed, until=small.until)
    for simulated in (small, other):
        load(simulated)
        opened = open_accounts(simulated, "First-pass-word-1")
        assert Account.objects.filter(county=simulated.county).count() == len(opened)
    assert all(account.username.endswith(".990004") for account in opened)
    assert is_demo(small.county)
    assert is_demo("990004")
