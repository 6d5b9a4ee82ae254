"""Evidence bundles: some entries, with all that somebody without our server and database needs to see that they are whole and in their place."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db.models import Q
from django.utils import timezone

from sanzhang.journal import proof
from sanzhang.journal.actors import inside
from sanzhang.journal.canonical import instant
from sanzhang.journal.media import path_of
from sanzhang.journal.models import Checkpoint, Entry
from sanzhang.journal.sealing import seal
from sanzhang.journal.signing import make_checkpoint
from sanzhang.rules.areas import county_of
from sanzhang.rules.problems import Problem, gettext_noop as _


def about_entry(id: UUID) -> list[Entry]:
    """The entry, and every entry of its county that names it: withdrawals, answers, decisions."""
    entry = Entry.objects.filter(id=id).first()
    if entry is None:
        raise Problem("entry_unknown", _("没有编号为 {id} 的记录。"), _("检查编号。"), id=str(id))
    return _sealed(entry.county, Q(id=id) | Q(body__contains=str(id)))


def about_area(area: str) -> list[Entry]:
    """Every entry about the area and what lies below it."""
    return _sealed(county_of(area), inside("area", area))


def about_person(county: str, person: str) -> list[Entry]:
    """Every entry that the person made, and every one that names him. What is encrypted stays so."""
    return _sealed(county, Q(person=person) | Q(body__contains=json.dumps(person)))


def _sealed(county: str, condition: Q) -> list[Entry]:
    seal(county)
    found = list(Entry.objects.filter(condition, county=county).order_by("seq"))
    if not found:
        raise Problem("bundle_empty", _("没有找到记录。"), _("检查编号或代码。"))
    return found


def write_bundle(entries: list[Entry], file: Path, about: str) -> int:
    """Write ``entries`` (sealed, of one county, in order) into the zip ``file``; returns how many. Makes a checkpoint where the last has none after it."""
    county = entries[0].county
    stretches = list(_stretches(county, entries))
    media = sorted({sha256 for entry in entries for sha256 in _attachments(entry)})
    missing = [sha256 for sha256 in media if not path_of(sha256).is_file()]
    bundle = {
        "format": "sanzhang-evidence-1",
        "county": county,
        "about": about,
        "made_at": instant(timezone.now()),
        "entries": [
            {"seq": entry.seq, "hash": entry.hash, "recorded_at": instant(entry.recorded_at), "body": entry.body} for entry in entries
        ],
        "stretches": stretches,
        "missing_media": missing,
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bundle.json", json.dumps(bundle, ensure_ascii=False, indent=1))
        archive.writestr("verify.py", Path(proof.__file__).read_text("utf-8"))
        for number, stretch in enumerate(stretches, start=1):
            _write_checkpoint(archive, f"checkpoints/{number}", stretch["checkpoint"])
        for sha256 in media:
            if sha256 not in missing:
                archive.write(path_of(sha256), f"media/{sha256}")
    return len(entries)


def _stretches(county: str, entries: Iterable[Entry]) -> Iterable[dict[str, Any]]:
    """The parts of the chain that lead from the entries to the next checkpoint after them. Entries before the same checkpoint share one."""
    make_checkpoint(county)
    checkpoints = list(Checkpoint.objects.filter(county=county).order_by("seq"))
    firsts: dict[int, int] = {}
    for entry in entries:
        following = next(checkpoint for checkpoint in checkpoints if checkpoint.seq >= (entry.seq or 0))
        firsts.setdefault(following.seq, entry.seq or 0)
    for checkpoint in checkpoints:
        if checkpoint.seq not in firsts:
            continue
        chain = Entry.objects.filter(county=county, seq__gte=firsts[checkpoint.seq], seq__lte=checkpoint.seq).order_by("seq")
        links = [(content_hash, instant(moment)) for content_hash, moment in chain.values_list("content_hash", "recorded_at").iterator()]
        yield {
            "first": firsts[checkpoint.seq],
            "previous": chain.values_list("prev_hash", flat=True)[0],
            "links": links,
            "checkpoint": {
                "county": county,
                "seq": checkpoint.seq,
                "hash": checkpoint.hash,
                "made_at": instant(checkpoint.made_at),
                "public_key": checkpoint.public_key,
                "signature": checkpoint.signature,
            },
        }


def _write_checkpoint(archive: zipfile.ZipFile, name: str, checkpoint: dict[str, Any]) -> None:
    """The checkpoint once more, in the forms that ``openssl`` reads."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint["public_key"]))
    archive.writestr(f"{name}.statement", proof.statement(checkpoint))
    archive.writestr(f"{name}.signature", bytes.fromhex(checkpoint["signature"]))
    archive.writestr(f"{name}.pem", key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def _attachments(entry: Entry) -> list[str]:
    """The files that the entry names, wherever in it: attachments, photos of a hazard, a signature."""
    return list(_named(json.loads(entry.body)["payload"]))


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("sha256"), str) and value["sha256"]:
            yield value["sha256"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _named(part)
