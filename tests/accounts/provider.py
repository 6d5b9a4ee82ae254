"""A small identity provider on this machine: discovery, authorization code, a signed ID token, keys, claims."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "sanzhang", "kept-by-the-operator"


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Whom it signs in: ``sub`` and ``claims``. What it gets wrong, when it is to: ``token`` (claims of the ID token), ``answers`` (whole replies)."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.sub, self.claims = "sub-1", {"preferred_username": "u0"}
        self.token: dict[str, Any] = {}
        self.answers: dict[str, tuple[int, str]] = {}
        self.codes: dict[str, dict[str, str]] = {}

    def answer(self, path: str, query: dict[str, str], form: dict[str, str], bearer: str) -> tuple[int, str]:
        """Status, and JSON or (302) an address."""
        if path in self.answers:
            return self.answers[path]
        match path:
            case "/.well-known/openid-configuration":
                names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
                ends = {f"{name}_endpoint": f"{self.address}/{end}" for name, end in names.items()}
                return 200, json.dumps({"issuer": self.address, "jwks_uri": f"{self.address}/jwks", **ends})
            case "/jwks":
                key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_key().public_key()))
                return 200, json.dumps({"keys": [{**key, "kid": "1", "alg": "RS256", "use": "sig"}]})
            case "/authorize":
                assert query["client_id"] == CLIENT
                assert query["response_type"] == "code"
                assert "openid" in query["scope"].split()
                code = secrets.token_urlsafe(8)
                self.codes[code] = query
                return 302, query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"]})
            case "/token":
                return self._token(form)
            case "/userinfo" if bearer == "Bearer once":
                return 200, json.dumps({"sub": self.sub, **self.claims})
        return 404, "{}"

    def _token(self, form: dict[str, str]) -> tuple[int, str]:
        asked = self.codes.pop(form.get("code", ""), None)
        if not asked or (form["client_id"], form["client_secret"], form["redirect_uri"]) != (CLIENT, SECRET, asked["redirect_uri"]):
            return 400, '{"error": "invalid_grant"}'
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": self.sub, "iat": now, "exp": now + 60, **self.token}
        token = jwt.encode(claims, _key(), algorithm="RS256", headers={"kid": "1"})
        return 200, json.dumps({"access_token": "once", "token_type": "Bearer", "expires_in": 60, "id_token": token})


@contextmanager
def running() -> Iterator[Provider]:
    """One that listens until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._reply({name: values[0] for name, values in parse_qs(body).items()})

        def _reply(self, form: dict[str, str]) -> None:
            url = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            status, body = provider.answer(url.path, query, form, self.headers.get("Authorization", ""))
            self.send_response(status)
            self.send_header(*(("Location", body) if status == 302 else ("Content-Type", "application/json")))
            self.end_headers()
            self.wfile.write(b"" if status == 302 else body.encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
