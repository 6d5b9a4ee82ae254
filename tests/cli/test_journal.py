"""``sanzhang verify``, ``rebuild``, ``checkpoint``, ``bundle``, ``verify-bundle`` and ``init``."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from tests import county
from tests.journal.conftest import COUNTY, TOWN, VILLAGE, build_banner, inspect, seal_all, tamper
from typer.testing import CliRunner, Result

from sanzhang.cli.main import app
from sanzhang.journal import projecting
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.media import path_of, store
from sanzhang.journal.models import Checkpoint, Entry

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def run(*words: str) -> Result:
    """Run it."""
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The banner."""
    return build_banner()


@pytest.fixture
def made(people: dict[str, str]) -> str:
    """A record with a photo, withdrawn later."""
    head = county.actor(people, "town_head")
    photo = store([PNG], "现场.png")
    id = county.record(head, "joint_inspection", TOWN, date(2026, 6, 10), parties=["police_station"], attachments=[photo])
    inspect(head, TOWN, date(2026, 6, 11), "village")
    append(draft("record.withdrawn", TOWN, {"record": id, "evidence": "joint_inspection", "reason": "重复"}), system_actor())
    seal_all()
    return id


def test_a_whole_chain(made: str) -> None:
    result = run("verify", "--county", COUNTY, "--checkpoint")
    assert result.exit_code == 0, result.output
    assert "signature=" in result.output
    assert Checkpoint.objects.count() == 1


def test_a_broken_chain_is_named_and_never_signed(made: str) -> None:
    tamper("UPDATE journal_entry SET body = '{}' WHERE seq = 4")
    result = run("verify", "--checkpoint")
    assert result.exit_code == 1
    assert "第 4 条" in result.output
    assert not Checkpoint.objects.exists()


def test_a_county_that_lost_all_its_entries_is_noticed(made: str) -> None:
    run("checkpoint", COUNTY)
    tamper("DELETE FROM journal_entry")
    assert run("verify").exit_code == 1


def test_an_unknown_county_is_told(made: str) -> None:
    for words in (("verify", "--county", "999999"), ("checkpoint", "999999")):
        result = run(*words)
        assert result.exit_code == 1
        assert "还没有记录" in result.output


def test_rebuild(made: str) -> None:
    assert run("rebuild", "--check").exit_code == 0
    with projecting.allowed(), connection.cursor() as cursor:
        cursor.execute("UPDATE areas_area SET name = '改'")
    found = run("rebuild", "--check")
    assert found.exit_code == 1
    assert "areas_area" in found.output
    assert run("rebuild").exit_code == 0
    assert run("rebuild", "--check").exit_code == 0


@pytest.fixture
def bundle(made: str, tmp_path: Path) -> Path:
    """The evidence bundle of the record."""
    file = tmp_path / "bundle.zip"
    result = run("bundle", "--entry", made, "--out", str(file))
    assert result.exit_code == 0, result.output
    return file


def test_a_bundle_holds_the_entry_and_what_names_it(bundle: Path, made: str) -> None:
    with zipfile.ZipFile(bundle) as archive:
        said = json.loads(archive.read("bundle.json"))
        (photo,) = json.loads(said["entries"][0]["body"])["payload"]["attachments"]
        assert f"media/{photo['sha256']}" in archive.namelist()
    assert [json.loads(entry["body"])["kind"] for entry in said["entries"]] == ["record.made", "record.withdrawn"]
    result = run("verify-bundle", str(bundle))
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("about", [("--area", VILLAGE), ("--area", COUNTY)])
def test_a_bundle_of_a_place(made: str, tmp_path: Path, about: tuple[str, str]) -> None:
    file = tmp_path / "b.zip"
    assert run("bundle", *about, "--out", str(file)).exit_code == 0
    assert run("verify-bundle", str(file)).exit_code == 0


def test_a_bundle_of_a_person_tells_no_name(made: str, people: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    assert run("bundle", "--person", people["town_head"], "--county", COUNTY, "--out", str(file)).exit_code == 0
    with zipfile.ZipFile(file) as archive:
        text = archive.read("bundle.json").decode()
    assert "person.set" in text
    assert "某town_head" not in text
    assert run("verify-bundle", str(file)).exit_code == 0


def test_it_is_checked_by_python_alone_outside(bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    shutil.unpack_archive(bundle, folder)
    alone = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    done = subprocess.run(alone, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "openssl" in done.stdout
    (folder / "bundle.json").write_text((folder / "bundle.json").read_text("utf-8").replace("重复", "重伤"), "utf-8")
    assert subprocess.run(alone, capture_output=True, check=False).returncode == 1


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here")
def test_the_signature_can_be_checked_with_openssl(bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    shutil.unpack_archive(bundle, folder)
    words = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "checkpoints/1.pem",
        "-rawin",
        "-in",
        "checkpoints/1.statement",
        "-sigfile",
        "checkpoints/1.signature",
    ]
    assert subprocess.run(words, cwd=folder, capture_output=True, check=False).returncode == 0
    (folder / "checkpoints/1.statement").write_bytes(b"{}")
    assert subprocess.run(words, cwd=folder, capture_output=True, check=False).returncode != 0


def change(bundle: Path, name: str, old: bytes, new: bytes) -> Path:
    """A copy with something changed inside."""
    file = bundle.with_name("changed.zip")
    with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(file, "w") as target:
        for item in source.namelist():
            content = source.read(item)
            if item.startswith(name):
                assert old in content
                content = content.replace(old, new)
            target.writestr(item, content)
    return file


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("bundle.json", b"police_station", b"town_officers_"),
        ("bundle.json", b'"seq": ', b'"seq": 1'),
        ("bundle.json", b'"recorded_at": "2', b'"recorded_at": "1'),
        ("bundle.json", b'"signature": "', b'"signature": "00'),
        ("bundle.json", b'"format"', b"nonsense"),
        ("media/", b"0", b"1"),
    ],
)
def test_a_changed_bundle_is_found(bundle: Path, name: str, old: bytes, new: bytes) -> None:
    result = run("verify-bundle", str(change(bundle, name, old, new)))
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_a_photo_that_is_gone_is_said(made: str, tmp_path: Path) -> None:
    photo = json.loads(Entry.objects.get(id=made).body)["payload"]["attachments"][0]["sha256"]
    path_of(photo).unlink()
    file = tmp_path / "b.zip"
    assert run("bundle", "--entry", made, "--out", str(file)).exit_code == 0
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("bundle.json"))["missing_media"] == [photo]
    assert run("verify-bundle", str(file)).exit_code == 0


@pytest.mark.parametrize("words", [("--entry", "x"), ("--entry", "0" * 32), ("--area", "1"), ("--area", "150699"), ()])
def test_mistakes_are_told(made: str, tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run("bundle", *words, "--out", str(tmp_path / "b.zip"))
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert not (tmp_path / "b.zip").exists()


def test_what_is_no_bundle_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("nothing")
    assert run("verify-bundle", str(tmp_path / "b.zip")).exit_code == 1


@pytest.mark.sqlite_only
def test_a_new_machine(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("SANZHANG", "DJANGO"))}
    environment = bare | {"SANZHANG_HOME": str(tmp_path / "var"), "SANZHANG_DEBUG": "1"}

    def sanzhang(*words: str) -> subprocess.CompletedProcess[str]:
        code = "from sanzhang.cli.main import app; app()"
        return subprocess.run([sys.executable, "-c", code, *words], env=environment, capture_output=True, text=True, check=False)

    without = sanzhang("verify")
    assert without.returncode == 1
    assert "sanzhang init" in without.stderr
    assert "Traceback" not in without.stderr
    first = sanzhang("init")
    assert first.returncode == 0, first.stderr
    secrets = (tmp_path / "var/secrets.env").read_text()
    assert (tmp_path / "var/secrets.env").stat().st_mode & 0o077 == 0
    assert sanzhang("init").returncode == 0
    assert (tmp_path / "var/secrets.env").read_text() == secrets
    assert sanzhang("verify").returncode == 0
