"""Every address of the API asks for a token, but signing in."""

import re

from django.test import Client
from django.urls import resolve

from sanzhang.api.routes import api

OPEN = {("post", "/api/v1/devices")}
UPLOADS = [
    ("post", "/api/v1/photos/"),
    ("head", "/api/v1/photos/" + "0" * 32 + "." + "0" * 64),
    ("patch", "/api/v1/photos/" + "0" * 32 + "." + "0" * 64),
]


def operations() -> list[tuple[str, str]]:
    """Every method and address, with something in place of its parameters."""
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return [(method, re.sub(r"{\w+}", "a" * 64, path)) for path, methods in paths.items() for method in methods] + UPLOADS


def test_every_operation_asks_for_a_token(db: None) -> None:
    assert len(operations()) > 8
    for method, path in operations():
        assert resolve(path).namespaces == ["api"], path
        for token in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}):
            answer = Client().generic(method.upper(), path, content_type="application/json", headers=token | {"Tus-Resumable": "1.0.0"})
            if (method, path) in OPEN:
                assert answer.status_code == 422, path
                continue
            assert answer.status_code == 401, (method, path)
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            if method != "head":
                assert answer.json()["code"] == "token"
