"""The API's description (OpenAPI 3.1): what the library knows of it, and what it cannot know: payloads by kind, and errors."""

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from sanzhang.api.routes import api
from sanzhang.api.v1.drafts import SentEntry
from sanzhang.api.v1.payloads import sent_payloads
from sanzhang.api.v1.shapes import Problem

REF = "#/components/schemas/{model}"


def written() -> str:
    """The description as ``docs/api/v1.json`` holds it: the same code gives the same bytes."""
    return json.dumps(described(), ensure_ascii=False, indent=1, sort_keys=True)


def described() -> dict[str, Any]:
    """The description."""
    # Through JSON, since the library keeps statuses as numbers.
    whole: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    components: dict[str, Any] = whole["components"]["schemas"]
    payloads = sent_payloads()
    for name, shape in _shapes([SentEntry, Problem, *payloads.values()]).items():
        if components.setdefault(name, shape) != shape:
            raise ValueError(f"two shapes are called {name}")
    components["Payloads"] = {
        "description": "What the payload of an entry holds, by the entry's kind.",
        "type": "object",
        "properties": {kind: _ref(payload) for kind, payload in payloads.items()},
        "required": list(payloads),
    }
    components["Push"]["properties"]["entries"]["items"] = _ref(SentEntry)
    refused = {"description": "Not done, and why.", "content": {"application/json": {"schema": _ref(Problem)}}}
    for operations in whole["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = refused
    _drop_titles(whole["paths"])
    _drop_titles(components)
    return whole


def _shapes(models: list[type[BaseModel]]) -> dict[str, Any]:
    return dict(models_json_schema([(model, "validation") for model in models], ref_template=REF)[1]["$defs"])


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}


def _drop_titles(part: Any) -> None:
    """Titles that only repeat a field's name. A field that is itself called title stays: what is written there is no text."""
    if isinstance(part, list):
        for one in part:
            _drop_titles(one)
    if isinstance(part, dict):
        if isinstance(part.get("title"), str):
            del part["title"]
        for one in part.values():
            _drop_titles(one)
