"""What was sent, as the bytes that are kept, and as the hash by which a second sending is known."""

import hashlib
import hmac
import re
from typing import Any

from django.conf import settings

from sanzhang.journal.actors import Actor
from sanzhang.journal.canonical import canonical, instant
from sanzhang.journal.kinds import Draft
from sanzhang.rules.problems import Problem, gettext_noop as _

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # in JSON; PostgreSQL cannot keep it


def text_of(value: Any) -> str:
    """``value`` as canonical JSON. Raises ``Problem`` for what JSON or the database cannot hold."""
    try:
        text = canonical(value)
    except ValueError:  # numbers beyond 2^53, NaN, half characters
        text = ""
    if not text or _NUL.search(text):
        raise Problem("payload_value", _("内容里有不能保存的数字或字符。"), _("重新填写后提交。"))
    return text


def sent_hash_of(item: Draft, actor: Actor, payload: str) -> str:
    """What makes two sendings the same. Keyed, so that nobody can guess what was encrypted afterwards by hashing his guesses."""
    sent = text_of([str(item.id), item.kind, item.area, actor.person, instant(item.occurred_at), item.batch]) + payload
    return hmac.new(settings.DATA_KEY.encode(), sent.encode(), hashlib.sha256).hexdigest()


def body_of(item: Draft, actor: Actor, payload: str, clock_offset: int) -> str:
    """The bytes that are kept: canonical JSON, in which ``payload`` comes last of the names and so need not be written a second time."""
    rest: dict[str, Any] = {
        "id": str(item.id),
        "kind": item.kind,
        "area": item.area,
        "actor": {"person": actor.person, "post": actor.post, "area": actor.area, "sector": actor.sector},
        "occurred_at": instant(item.occurred_at),
        "batch": item.batch,
    }
    if item.device:
        rest["device"] = {"id": item.device, "clock_offset": clock_offset}
    return f'{text_of(rest)[:-1]},"payload":{payload}}}'
