"""Codes on plates are read back whatever people do to them, and nothing else is taken for one."""

import hashlib
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sanzhang.rules.plates import ALPHABET, LENGTH, plate_code, read_plate

KINDS = st.sampled_from(["premises", "household", "area"])
BLANKS = st.lists(st.sampled_from(["", " ", "-", " - "]), min_size=LENGTH, max_size=LENGTH)
WRITTEN_AS = {"0": "0Oo", "1": "1IiLl"}


@given(KINDS, st.text(max_size=50))
def test_a_code_is_the_first_sixty_bits_of_the_hash(kind: Any, key: str) -> None:
    code = plate_code(kind, key)
    bits = "".join(f"{ALPHABET.index(character):05b}" for character in code)
    digest = hashlib.sha256(f"{kind}:{key}".encode()).digest()
    assert bits == "".join(f"{byte:08b}" for byte in digest)[:60]
    assert read_plate(code) == code


@given(KINDS, st.uuids(), BLANKS, st.randoms(use_true_random=False))
def test_what_people_make_of_a_code_is_forgiven(kind: Any, key: object, blanks: list[str], chance: Any) -> None:
    code = plate_code(kind, str(key))
    typed = "".join(
        chance.choice(WRITTEN_AS.get(character, character + character.lower())) + blank
        for character, blank in zip(code, blanks, strict=True)
    )
    assert read_plate(typed) == code
    assert read_plate(f"https://fire.example/q/{typed.replace(' ', '')}") == code
    assert read_plate(f"https://fire.example/field/q/{typed.replace(' ', '')}") == code


@given(st.text(max_size=40))
def test_whatever_is_read_is_a_code(text: str) -> None:
    read = read_plate(text)
    assert read == "" or (len(read) == LENGTH and read_plate(read) == read)


@pytest.mark.parametrize(
    "text",
    ["", "ABC", "0123456789AB0", "0123456789AU", "http://x.example/q/", "http://x.example/p/0123456789AB", "q/0123456789AB", "http://x.example/q/0123456789AB/more"],
)  # fmt: skip
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert read_plate(text) == ""


@pytest.mark.parametrize(
    "text", ["http://x.example/q/0123456789ab/", "HTTP://X.EXAMPLE/Q/0123456789AB?from=wechat", " https://x.example/q/0123456789AB#x "]
)
def test_addresses_are_read(text: str) -> None:
    assert read_plate(text) == "0123456789AB"


def test_kinds_and_keys_have_codes_of_their_own() -> None:
    codes = {plate_code(kind, str(number)) for kind in ("premises", "household", "area") for number in range(2000)}
    assert len(codes) == 6000
