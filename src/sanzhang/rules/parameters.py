"""The value of a number on a day: written in the duty, proposed by the pack, or decided by the committee."""

from dataclasses import dataclass
from datetime import date, datetime

from sanzhang.rules.facts import ParameterDecision
from sanzhang.rules.pack.links import value_fits
from sanzhang.rules.pack.model import OpenParameter, Pack, ParameterRef
from sanzhang.rules.periods import Cadence

Value = int | Cadence


@dataclass(frozen=True, slots=True)
class CurrentValue:
    """The value in force and where it comes from. ``decided_by`` empty means 待定: proposed by the pack only."""

    value: Value
    valid_from: date
    decided_by: str
    decision: str = ""


class Parameters:
    """Open parameters of a pack with the committee's decisions laid over them; the past stays as it was."""

    def __init__(self, pack: Pack, decisions: tuple[ParameterDecision, ...] = ()) -> None:
        self._values: dict[str, list[CurrentValue]] = {}
        for parameter in pack.parameters:
            values = [CurrentValue(value.value, value.valid_from, value.decided_by) for value in parameter.values]
            values += [
                CurrentValue(decision.value, decision.valid_from, decision.decided_by, decision.id)
                for decision in sorted(decisions, key=_when_known)
                if decision.parameter == parameter.id
            ]
            # The sort is stable: of two values from the same day, the committee's stands after the pack's and wins, and its last one over its earlier ones.
            self._values[parameter.id] = sorted(values, key=lambda value: value.valid_from)

    def current(self, parameter: str, day: date) -> CurrentValue:
        """The value in force on ``day``; before the first one, the first."""
        values = self._values[parameter]
        return next((value for value in reversed(values) if value.valid_from <= day), values[0])

    def number(self, value: int | ParameterRef | None, day: date) -> int:
        """``value`` itself, or the number that the parameter holds on ``day``; 0 for None."""
        if isinstance(value, ParameterRef):
            return int(self.current(value.parameter, day).value)
        return value or 0

    def cadence(self, value: Cadence | ParameterRef, day: date) -> Cadence:
        """``value`` itself, or the cadence that the parameter holds on ``day``."""
        if isinstance(value, ParameterRef):
            return Cadence(str(self.current(value.parameter, day).value))
        return value


def check_value(parameter: OpenParameter, value: Value) -> bool:
    """Whether ``value`` is of the parameter's unit and within its bounds."""
    return value_fits(parameter, value)


def _when_known(decision: ParameterDecision) -> tuple[bool, datetime | None, str]:
    """Sorts by the moment of recording; a decision without one stands first."""
    return decision.recorded_at is not None, decision.recorded_at, decision.id
