"""Check an evidence bundle without our server, our database or our program: only Python's standard library.

This file is also the ``verify.py`` inside every bundle:  python verify.py [bundle.zip]  (without a name: the unpacked bundle around it).
核对证据包，只需 Python 自带的库；本文件也就是证据包里的 verify.py。
"""

import hashlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

Folder = Path | zipfile.Path


def problems(folder: Folder) -> list[str]:
    """Everything that does not fit, in words; empty: each entry is whole and stands in the chain that the checkpoints sign."""
    try:
        bundle = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))
        found: list[str] = []
        reached: dict[int, str] = {}
        for stretch in bundle["stretches"]:
            found += _walk(bundle["county"], stretch, reached)
        for entry in bundle["entries"]:
            found += _entry(entry, reached)
        return found + _media(folder, bundle)
    except (KeyError, TypeError, ValueError, OSError) as error:
        return [f"证据包不完整或不能读：{error!r}。The bundle is incomplete or unreadable."]


def statement(checkpoint: dict[str, Any]) -> bytes:
    """The bytes that the checkpoint's signature (Ed25519) signs."""
    return _canonical({name: checkpoint[name] for name in ("county", "seq", "hash", "made_at")})


def link_hash(county: str, seq: int, previous: str, content_hash: str, recorded_at: str) -> str:
    """The hash that ties an entry to the one before it and to the moment of its recording."""
    link = {"county": county, "seq": seq, "prev": previous, "content": content_hash, "recorded_at": recorded_at}
    return hashlib.sha256(_canonical(link)).hexdigest()


def _canonical(data: dict[str, Any]) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _walk(county: str, stretch: dict[str, Any], reached: dict[int, str]) -> list[str]:
    """Walk a stretch of the chain up to its checkpoint; remember the content hash at each place."""
    checkpoint, previous, seq = stretch["checkpoint"], stretch["previous"], stretch["first"]
    walked = {}
    for content_hash, recorded_at in stretch["links"]:
        previous = link_hash(county, seq, previous, content_hash, recorded_at)
        walked[seq] = f"{content_hash} {recorded_at}"
        seq += 1
    if checkpoint["county"] != county or checkpoint["seq"] != seq - 1 or checkpoint["hash"] != previous:
        return [f"第 {stretch['first']} 至 {seq - 1} 条的链与检查点不符。The chain does not lead to its checkpoint."]
    reached.update(walked)
    return []


def _entry(entry: dict[str, Any], reached: dict[int, str]) -> list[str]:
    content_hash = hashlib.sha256(entry["body"].encode()).hexdigest()
    if reached.get(entry["seq"]) != f"{content_hash} {entry['recorded_at']}":
        return [f"第 {entry['seq']} 条的内容、时间或位置被改动。Entry {entry['seq']} was changed or moved."]
    return []


def _media(folder: Folder, bundle: dict[str, Any]) -> list[str]:
    """Each attachment that an entry names must be there with that content, unless the bundle says that it is missing."""
    found = []
    for name in sorted({sha256 for entry in bundle["entries"] for sha256 in _attachments(json.loads(entry["body"]))}):
        file = folder / "media" / name
        if not file.is_file():
            found += [] if name in bundle["missing_media"] else [f"缺少附件 {name}。An attachment is missing."]
        elif hashlib.sha256(file.read_bytes()).hexdigest() != name:
            found.append(f"附件 {name} 被换过。An attachment was changed.")
    return found


def _attachments(body: dict[str, Any]) -> list[str]:
    return [attachment["sha256"] for attachment in body["payload"].get("attachments") or []]


def main(arguments: list[str]) -> int:
    """Check, and say how to check the signatures, which Python alone cannot."""
    folder: Folder = Path(__file__).resolve().parent
    if arguments:
        folder = zipfile.Path(arguments[0]) if zipfile.is_zipfile(arguments[0]) else Path(arguments[0])
    found = problems(folder)
    for problem in found:
        print(problem)  # noqa: T201 - a program of its own
    if found:
        return 1
    bundle = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))
    print(f"{len(bundle['entries'])} 条记录的内容和位置都对。{len(bundle['entries'])} entries are whole and in their place.")  # noqa: T201
    if bundle["missing_media"]:
        print(f"未附的附件 attachments left out: {', '.join(bundle['missing_media'])}")  # noqa: T201
    for number, stretch in enumerate(bundle["stretches"], start=1):
        checkpoint = stretch["checkpoint"]
        if (folder / f"checkpoints/{number}.statement").read_bytes() != statement(checkpoint):
            print(f"checkpoints/{number}.statement 与 bundle.json 不符。The statement differs from bundle.json.")  # noqa: T201
            return 1
        print(f"检查点 {number} 的公钥 public key: {checkpoint['public_key']}")  # noqa: T201
    print("请核对公钥是否为签发方公布的那一把，并在解开的文件夹里验证签名：")  # noqa: T201
    print("Compare the public key with the one that the issuer published, and check the signatures in the unpacked folder:")  # noqa: T201
    for number in range(1, len(bundle["stretches"]) + 1):
        print(  # noqa: T201
            f"  openssl pkeyutl -verify -pubin -inkey checkpoints/{number}.pem -rawin"
            f" -in checkpoints/{number}.statement -sigfile checkpoints/{number}.signature"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
