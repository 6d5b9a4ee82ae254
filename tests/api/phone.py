"""A phone for tests: signs in, sends, pulls, as the app does."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone
from tests import county

from sanzhang.accounts.models import Account
from sanzhang.journal.append import new_id

APP = "1.0.0"


@dataclass
class Phone:
    """One phone of one account. ``clock``: how far its clock is ahead."""

    account: Account
    clock: timedelta = timedelta()
    client: Client = field(default_factory=Client)
    device: str = ""
    token: str = ""

    def sign_in(self, password: str = county.PASSWORD, **more: Any) -> Any:
        """POST /devices; remembers the token."""
        body = {
            "username": self.account.username,
            "password": password,
            "label": "测试机",
            "app": APP,
            "device": self.device or None,
            **more,
        }
        answer = self.client.post("/api/v1/devices", body, "application/json")
        if answer.status_code == 201:
            self.device, self.token = answer.json()["device"], answer.json()["token"]
        return answer

    def get(self, path: str, **query: str) -> Any:
        """GET with the token."""
        return self.client.get(f"/api/v1{path}", query, headers=self._headers())

    def post(self, path: str, body: Any) -> Any:
        """POST JSON with the token."""
        return self.client.post(f"/api/v1{path}", body, "application/json", headers=self._headers())

    def now(self) -> datetime:
        """What the phone's clock says."""
        return timezone.now() + self.clock

    def push(self, *entries: Any, **more: Any) -> Any:
        """POST /sync/push."""
        return self.post(
            "/sync/push", {"device": self.device, "app": APP, "sent_at": self.now().isoformat(), "entries": list(entries), **more}
        )

    def outcomes(self, *entries: Any, **more: Any) -> list[str]:
        """How each entry was answered: its outcome, or the code with which it was refused."""
        answer = self.push(*entries, **more)
        assert answer.status_code == 200, answer.content
        return [result["problem"]["code"] if "problem" in result else result["outcome"] for result in answer.json()["results"]]

    def pull(self, cursor: str = "") -> dict[str, Any]:
        """GET /sync/pull."""
        answer = self.get("/sync/pull", cursor=cursor)
        assert answer.status_code == 200, answer.content
        told: dict[str, Any] = answer.json()
        return told

    def entry(self, kind: str, area: str, payload: dict[str, Any], **more: Any) -> dict[str, Any]:
        """An entry made on this phone just now."""
        return {"id": str(new_id()), "kind": kind, "area": area, "occurred_at": self.now().isoformat(), "payload": payload, **more}

    def place(self, area: str, name: str = "乌兰小卖部", **more: Any) -> dict[str, Any]:
        """A new place."""
        payload = {"key": str(uuid4()), "kind": "small_shop", "name": name, "responsible": "巴特尔", "phone": "13912345678", **more}
        return self.entry("premises.set", area, payload)

    def check(self, area: str, place: str, *findings: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A check of a shop."""
        payload = {
            "checklist": "nine_small_shop", "checklist_version": 1, "evidence": "daily_patrol", "answers": {}, "findings": list(findings),
            "place": {"type": "premises", "key": place, "snapshot": {"name": "乌兰小卖部"}}, "no_position": "denied",
            "started_at": self.now().isoformat(), **more,
        }  # fmt: skip
        return self.entry("inspection.made", area, payload)

    def finding(self, action: str = "by_date", **more: Any) -> dict[str, Any]:
        """A suspected hazard."""
        due = timezone.localdate(self.now() + timedelta(days=7)).isoformat() if action == "by_date" else None
        return {"id": str(new_id()), "text": "安全出口堆放货物", "action": action, "due": due, "photos": [photo("a" * 64)], **more}

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def photo(sha256: str, role: str = "before", **more: Any) -> dict[str, Any]:
    """A photo as an entry names it."""
    return {
        "sha256": sha256, "name": "a.jpg", "size": 200_000, "width": 1600, "height": 1200, "role": role, "source": "camera",
        "taken_at": datetime.now(UTC).isoformat(), "position": None, "no_position": "denied", **more,
    }  # fmt: skip
