"""What changes, and for whom, between two packs or between two days of one pack."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from sanzhang.rules.facts import ParameterDecision
from sanzhang.rules.pack.model import Duty, Measure, OpenParameter, Pack, ParameterRef, Text
from sanzhang.rules.parameters import Parameters

_Fields = dict[str, str]

# Of a duty: what decides whether it is done. Titles, clauses and grades are words about it, not the rule.
_DUTY = (
    "per", "evidence", "at_least", "every", "due_day", "grace_days", "done_by", "parties", "parties_any", "reach", "trigger", "within_days",
    "counting", "area_kinds", "sectors",
)  # fmt: skip
_MEASURE = ("decided_by", "on_standing", "on_record", "on_growth")


class What(StrEnum):
    """What happened to a statement."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after, in the pack's own words; empty where there is none."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One statement that differs. ``posts``: whom it concerns. ``fields``: what is different, for a changed one.

    A duty that passes from one post to another is removed for the old one and added for the new one.
    """

    what: What
    table: str
    id: str
    title: Text
    posts: tuple[str, ...]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two: a pack on a day."""

    pack: Pack
    parameters: Parameters
    day: date

    def duties(self) -> dict[tuple[str, str], Duty]:
        """Duties in force on the day, by post and id. A pack not yet effective counts as it will stand."""
        return {(duty.owed_by, duty.id): duty for duty in self.pack.duties if _in_force(duty, self.day)}

    def fields(self, statement: Duty | Measure, names: tuple[str, ...]) -> _Fields:
        """The named fields as text, with open parameters replaced by their value of the day."""
        return {name: self._text(getattr(statement, name)) for name in names}

    def value(self, parameter: OpenParameter) -> str:
        """The value in force on the day."""
        return str(self.parameters.current(parameter.id, self.day).value)

    def affected(self, parameter: str) -> tuple[str, ...]:
        """The posts whose duties, or whose measures, use ``parameter``."""
        by_duty = [duty.owed_by for duty in self.duties().values() if parameter in _used(duty)]
        by_measure = [post for measure in self.pack.measures if parameter in _used(measure) for post in measure.decided_by]
        return tuple(dict.fromkeys((*by_duty, *by_measure)))

    def _text(self, value: object) -> str:
        match value:
            case None:
                return ""
            case ParameterRef():
                return str(self.parameters.current(value.parameter, self.day).value)
            case tuple() | list():
                return ", ".join(self._text(item) for item in value)
            case dict():
                return ", ".join(f"{name}: {self._text(item)}" for name, item in value.items())
            case BaseModel():
                shown = {name: self._text(getattr(value, name)) for name in type(value).model_fields}
                return "; ".join(f"{name} {text}" for name, text in shown.items() if text)
            case _:
                return str(value)


def diff(old: Pack, new: Pack, on_old: date, on_new: date, decisions: tuple[ParameterDecision, ...] = ()) -> list[Change]:
    """Every duty, parameter and measure that differs between ``old`` on ``on_old`` and ``new`` on ``on_new``.

    Open parameters are compared by their values of these days, with the committee's ``decisions`` laid over them.
    Duties come first, post by post, then parameters, then measures, each in the order of their id.
    """
    before = _Side(old, Parameters(old, decisions), on_old)
    after = _Side(new, Parameters(new, decisions), on_new)
    return [*_duties(before, after), *_parameters(before, after), *_measures(before, after)]


def _duties(before: _Side, after: _Side) -> list[Change]:
    old, new = before.duties(), after.duties()
    changes = []
    for key in sorted(old.keys() | new.keys()):
        gone, came = old.get(key), new.get(key)
        fields = _changes(before.fields(gone, _DUTY) if gone else None, after.fields(came, _DUTY) if came else None)
        changes += _change("duties", key[1], gone, came, (key[0],), fields)
    return changes


def _parameters(before: _Side, after: _Side) -> list[Change]:
    old = {parameter.id: parameter for parameter in before.pack.parameters}
    new = {parameter.id: parameter for parameter in after.pack.parameters}
    changes = []
    for name in sorted(old.keys() | new.keys()):
        gone, came = old.get(name), new.get(name)
        posts = tuple(dict.fromkeys((*before.affected(name), *after.affected(name))))
        fields = _changes({"value": before.value(gone)} if gone else None, {"value": after.value(came)} if came else None)
        changes += _change("parameters", name, gone, came, posts, fields)
    return changes


def _measures(before: _Side, after: _Side) -> list[Change]:
    old = {measure.id: measure for measure in before.pack.measures}
    new = {measure.id: measure for measure in after.pack.measures}
    changes = []
    for name in sorted(old.keys() | new.keys()):
        gone, came = old.get(name), new.get(name)
        posts = tuple(dict.fromkeys(post for measure in (gone, came) if measure for post in measure.decided_by))
        fields = _changes(before.fields(gone, _MEASURE) if gone else None, after.fields(came, _MEASURE) if came else None)
        changes += _change("measures", name, gone, came, posts, fields)
    return changes


def _change(
    table: str,
    name: str,
    old: Duty | Measure | OpenParameter | None,
    new: Duty | Measure | OpenParameter | None,
    posts: tuple[str, ...],
    fields: tuple[FieldChange, ...],
) -> list[Change]:
    if new is None and old is not None:
        return [Change(What.REMOVED, table, name, old.title, posts)]
    if old is None and new is not None:
        return [Change(What.ADDED, table, name, new.title, posts)]
    return [Change(What.CHANGED, table, name, new.title, posts, fields)] if new is not None and fields else []


def _changes(old: _Fields | None, new: _Fields | None) -> tuple[FieldChange, ...]:
    if old is None or new is None:
        return ()
    return tuple(FieldChange(name, old[name], new[name]) for name in old if old[name] != new[name])


def _in_force(duty: Duty, day: date) -> bool:
    return (duty.valid_from is None or duty.valid_from <= day) and (duty.valid_to is None or day <= duty.valid_to)


def _used(statement: Duty | Measure) -> set[str]:
    """The open parameters that a statement refers to."""
    found: set[str] = set()
    waiting: list[object] = [statement]
    while waiting:
        value = waiting.pop()
        if isinstance(value, ParameterRef):
            found.add(value.parameter)
        elif isinstance(value, BaseModel):
            waiting += [getattr(value, name) for name in type(value).model_fields]
        elif isinstance(value, (tuple, list)):
            waiting += value
    return found
