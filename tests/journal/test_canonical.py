"""Canonical JSON: whichever way it is written, the bytes are those of the RFC."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given, strategies as some

from sanzhang.journal.canonical import canonical

scalars = (
    some.none()
    | some.booleans()
    | some.integers(-(2**53) + 1, 2**53 - 1)
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text()
)
values: Any = some.recursive(scalars, lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner), max_leaves=20)


def by_the_rfc(value: Any) -> str:
    """What the library that follows the RFC step by step writes; "refused" where it refuses."""
    try:
        return rfc8785.dumps(value).decode()
    except ValueError:
        return "refused"


def ours(value: Any) -> str:
    """What is written here."""
    try:
        return canonical(value)
    except ValueError:
        return "refused"


@given(values)
def test_it_is_what_the_rfc_says(value: Any) -> None:
    assert ours(value) == by_the_rfc(value)


@given(some.floats(1e-5, 1e-3) | some.floats(1e14, 1e16) | some.integers(-(10**16), 10**16).map(float))
def test_numbers_at_the_edges_are_what_the_rfc_says(value: float) -> None:
    assert ours([value, -value]) == by_the_rfc([value, -value])


WRITTEN = {
    "order": ({"b": 1, "a": {"é": 2, "z": 3}, "A": []}, '{"A":[],"a":{"z":3,"é":2},"b":1}'),
    # In UTF-16, by which keys are ordered, the second of these comes first.
    "order beyond the first plane": ({"\ufb00": 1, "😀": 2}, '{"😀":2,"\ufb00":1}'),
    "escapes": ('"\\/\n\r\t\b\f\x00\x1f\x7f\u2028', '"\\"\\\\/\\n\\r\\t\\b\\f\\u0000\\u001f\x7f\u2028"'),
    "numbers": (
        [1.0, -0.0, 39.5, 1e-7, 1e21, 123456789012345680.0, 2**53 - 1],
        "[1,0,39.5,1e-7,1e+21,123456789012345680,9007199254740991]",
    ),
}


@pytest.mark.parametrize(("value", "text"), WRITTEN.values(), ids=WRITTEN)
def test_examples(value: Any, text: str) -> None:
    assert canonical(value) == text


def test_hundreds_of_levels_are_refused() -> None:
    deep: Any = 1.0
    for _level in range(2000):
        deep = [deep]
    with pytest.raises(ValueError, match="hundreds of levels"):
        canonical(deep)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, -(2**53), "\ud800", {"\udfff": 1}, {1: 2}, [b"x"], {1, 2}], ids=repr)
def test_what_json_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which of its kinds differs
        canonical({"value": value})
