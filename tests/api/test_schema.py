"""The description of the API is what the code does, and is kept where other programs and the phone's own types are made from it."""

import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.api.conftest import VILLAGE
from tests.api.phone import Phone, photo
from typer.testing import CliRunner

from sanzhang.api import description
from sanzhang.api.v1.drafts import FROM_PHONES, SentEntry
from sanzhang.api.v1.payloads import SENT, sent_payloads
from sanzhang.cli.main import app
from sanzhang.households.personal import Personal
from sanzhang.journal.kinds import Payload, kind_named

DOCS = Path(__file__).parents[2] / "docs" / "api"
GRID = VILLAGE + "001"


def whole() -> dict[str, Any]:
    """The description as it is kept."""
    read: dict[str, Any] = json.loads((DOCS / "v1.json").read_text("utf-8"))
    return read


def test_what_is_kept_is_what_the_code_says() -> None:
    said = CliRunner().invoke(app, ["api", "schema"])
    assert said.exit_code == 0
    kept = (DOCS / "v1.json").read_text("utf-8")
    assert said.stdout == kept, (
        "docs/api/v1.json is not what the code says. If the API is meant to change: raise the version in api/routes.py, say in docs/api/README.md "
        "what is new, then `sanzhang api schema > docs/api/v1.json` and `npm --prefix frontend/field run types`."
    )


def test_the_newest_change_that_is_told_is_this_version() -> None:
    versions = re.findall(r"^### (\d+\.\d+)", (DOCS / "README.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == whole()["info"]["version"]


def test_every_shape_that_is_named_is_there() -> None:
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(whole())))
    assert {"Pull", "InspectionMade", "Problem"} <= named <= set(whole()["components"]["schemas"])


def test_two_shapes_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Premises(Payload):
        """Not the one that is pulled."""

        colour: str

    monkeypatch.setattr(description, "sent_payloads", lambda: {"premises.painted": Premises})
    with pytest.raises(ValueError, match="Premises"):
        description.described()


def test_every_kind_that_phones_send_has_its_payload_as_it_is_sent() -> None:
    said = whole()["components"]["schemas"]["Payloads"]["properties"]
    assert said.keys() == FROM_PHONES
    assert {name for name in FROM_PHONES if "sealed" in kind_named(name).payload.model_fields} == set(SENT)
    assert "sealed" not in json.dumps(whole())


def test_what_is_described_is_what_the_journal_takes(worker: Phone) -> None:
    """Each payload, with everything it may hold, goes through the kind's own encryption and comes out as the journal keeps it."""
    place, finding = worker.place(GRID, base="", notes="", storeys=1), worker.finding("on_the_spot", after=[photo("b" * 64, "after")])
    personal = Personal(name="王某某", phone="13912345678", people=2, categories=("living_alone_elderly",))
    home = {"key": str(uuid4()), "number": "1", "purpose": "上门查找隐患", "keep_until": "2030-12-31", "personal": personal.model_dump()}
    check = worker.check(GRID, place["payload"]["key"], finding)
    for entry in (place, check, worker.entry("household.set", GRID, home)):
        SentEntry.model_validate(entry)
        payload = sent_payloads()[entry["kind"]].model_validate(entry["payload"]).model_dump(mode="json")
        kind = kind_named(entry["kind"])
        kept = kind.protect(payload, uuid4()) if kind.protect else payload
        assert kind.payload.model_validate(kept).model_dump(mode="json").keys() == kept.keys()
    assert worker.outcomes(place, check) == ["accepted", "accepted"]
