"""What people write: sentences and answers for each kind of evidence."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

import yaml

from sanzhang.demo.divisions import DATA
from sanzhang.rules.pack import Pack
from sanzhang.rules.pack.model import Ask, EvidenceKind

_ANSWERED = 0.85
_FINE = 0.88
_WEIGHTS = {1: (1.0,), 2: (0.85, 0.15), 3: (0.65, 0.27, 0.08)}


@cache
def texts() -> dict[str, Any]:
    """The shipped sentences."""
    read: dict[str, Any] = yaml.safe_load((DATA / "notes.yaml").read_text("utf-8"))
    return read


class Phrases:
    """Writes notes and fills in forms."""

    def __init__(self, pack: Pack, rng: random.Random) -> None:
        self._rng = rng
        self._parties = {post.id: post.title.zh for post in pack.posts} | {name: title.zh for name, title in pack.parties.items()}

    def answers(self, kind: EvidenceKind, day: date) -> dict[str, Any]:
        """Answers to what ``kind`` asks; what need not be answered sometimes isn't."""
        asked = [ask for ask in kind.asks if ask.required or self._rng.random() < _ANSWERED]
        return {ask.id: self._answer(ask, day) for ask in asked}

    def note(self, kind: EvidenceKind, area: str, parties: Iterable[str], data: dict[str, Any]) -> str:
        """A sentence or two; a number in it is the one that the form was answered with."""
        counted = next((value for value in data.values() if isinstance(value, int) and not isinstance(value, bool)), 0)
        return self._rng.choice(texts()["notes"].get(kind.id) or texts()["any"]).format(  # type: ignore[no-any-return]
            area=area,
            party="、".join(self._parties[party] for party in parties) or "有关单位",
            n=counted or self._rng.randint(2, 18),
            place=self._rng.choice(texts()["places"]),
            hazard=self._rng.choice(texts()["hazards"]),
        )

    def exemption(self) -> str:
        """Why an area need not do something."""
        return str(self._rng.choice(texts()["exemptions"]))

    def _answer(self, ask: Ask, day: date) -> Any:
        match ask.type:
            case "integer":
                return self._rng.randint(*texts()["numbers"].get(ask.id, (1, 30)))
            case "yes_no":
                return self._rng.random() < _FINE
            case "date":
                return (day + timedelta(days=self._rng.choice((15, 30, 60)))).isoformat()
            case "choice":
                return self._rng.choices(list(ask.choices), _WEIGHTS.get(len(ask.choices)))[0]
            case _:
                return self._rng.choice(texts()["answers"].get(ask.id) or texts()["any_answer"])
