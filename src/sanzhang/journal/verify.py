"""Re-walk a county's chain: any past entry that was changed, removed, added or reordered is found and named."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sanzhang.journal.canonical import digest, instant, link_hash
from sanzhang.journal.models import Checkpoint, Entry
from sanzhang.journal.signing import is_genuine, is_ours
from sanzhang.rules.problems import Problem, gettext_noop as _


@dataclass(slots=True)
class Verification:
    """What a walk found. ``problems`` empty: the chain is whole."""

    county: str
    entries: int = 0
    unsealed: int = 0
    checkpoints: int = 0
    problems: list[Problem] = field(default_factory=list)


def verify(county: str) -> Verification:
    """Walk the whole chain of ``county`` and its checkpoints."""
    result = Verification(county)
    checkpoints = {checkpoint.seq: checkpoint for checkpoint in Checkpoint.objects.filter(county=county)}
    seq, previous = 0, ""
    for entry in Entry.objects.filter(county=county, seq__isnull=False).order_by("seq").iterator(chunk_size=2000):
        seq += 1
        if entry.seq != seq:
            result.problems.append(Problem("chain", _("第 {seq} 条不见了。"), _("停止写入，从备份核对。"), seq=seq))
            seq = entry.seq or seq
        result.problems += _of_entry(entry, previous)
        previous = entry.hash
        checkpoint = checkpoints.pop(seq, None)
        if checkpoint:
            result.problems += _of_checkpoint(checkpoint, entry)
            result.checkpoints += 1
        result.entries += 1
    for missing in checkpoints.values():
        result.problems.append(
            Problem("chain", _("签名检查点到第 {seq} 条，现在的链没有这一条。"), _("链的末尾被截去；从备份恢复。"), seq=missing.seq)
        )
    for entry in Entry.objects.filter(county=county, seq__isnull=True).iterator(chunk_size=2000):
        result.unsealed += 1
        if not _content_agrees(entry):
            result.problems.append(
                Problem("chain", _("尚未封存的一条（{id}）的内容被改动。"), _("停止写入，从备份核对。"), id=str(entry.id))
            )
    return result


def _of_entry(entry: Entry, previous: str) -> Iterator[Problem]:
    if not _content_agrees(entry):
        yield Problem("chain", _("第 {seq} 条（{id}）的内容被改动。"), _("停止写入，从备份核对。"), seq=entry.seq, id=str(entry.id))
    if entry.prev_hash != previous:
        yield Problem("chain", _("第 {seq} 条（{id}）与前一条接不上。"), _("停止写入，从备份核对。"), seq=entry.seq, id=str(entry.id))
    if link_hash(entry.county, entry.seq or 0, entry.prev_hash, entry.content_hash, entry.recorded_at) != entry.hash:
        yield Problem("chain", _("第 {seq} 条（{id}）的印记不对。"), _("停止写入，从备份核对。"), seq=entry.seq, id=str(entry.id))


def _content_agrees(entry: Entry) -> bool:
    """Whether the body has its hash, and says the same as the columns. A forged body may be anything at all."""
    try:
        return digest(entry.body) == entry.content_hash and _columns_agree(entry, json.loads(entry.body))
    except (ValueError, LookupError, TypeError):
        return False


def _columns_agree(entry: Entry, body: dict[str, Any]) -> bool:
    actor, device = body["actor"], body.get("device") or {"id": "", "clock_offset": 0}
    columns = (str(entry.id), entry.kind, entry.area, entry.person, entry.post, instant(entry.occurred_at), entry.batch)
    return (*columns, entry.device, entry.clock_offset) == (
        body["id"],
        body["kind"],
        body["area"],
        actor["person"],
        actor["post"],
        body["occurred_at"],
        body["batch"],
        device["id"],
        device["clock_offset"],
    )


def _of_checkpoint(checkpoint: Checkpoint, entry: Entry) -> Iterator[Problem]:
    if not is_ours(checkpoint):
        yield Problem(
            "chain",
            _("第 {seq} 条处的签名检查点不是用本系统的密钥签的（公钥 {key}）。"),
            _("如果换过签名密钥，把旧公钥写入 SANZHANG_FORMER_PUBLIC_KEYS；否则停止写入，从备份核对。"),
            seq=checkpoint.seq,
            key=checkpoint.public_key,
        )
    if not is_genuine(checkpoint):
        yield Problem("chain", _("第 {seq} 条处的签名检查点不真。"), _("核对签名密钥。"), seq=checkpoint.seq)
    if checkpoint.hash != entry.hash:
        yield Problem("chain", _("第 {seq} 条与签名检查点不符。"), _("停止写入，从备份核对。"), seq=checkpoint.seq)
