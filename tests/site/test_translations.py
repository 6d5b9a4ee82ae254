"""Chinese is the source; English is whole. Every message is collected afresh and looked up, and no page has words of its own."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import sanzhang

PACKAGE = Path(sanzhang.__file__).parent
ENGLISH = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
SHOWN = ("desk", "accounts")

# Chinese words, and the punctuation between them, which a page of another language must not show either.
WRITTEN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff、。，：；（）「」《》]")
CHINESE = re.compile(r"[\u3000-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\{|\}\}|\{\w+\}|</?\w+>")
OWN_NAMES = ("三长",)  # written in Chinese in every language

TRANSLATED = re.compile(
    r"\{#.*?#\}"
    r"|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}"
    r"|\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*trans(?:late)?\b.*?%\}",
    re.DOTALL,
)
MARKING = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
}


def without_own_names(text: str) -> str:
    """``text`` without the names that stay Chinese."""
    for name in OWN_NAMES:
        text = text.replace(name, "")
    return text


def key_of(message: Message) -> tuple[str | None, str]:
    """What a message is looked up by."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def forms_of(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Singular and plural, or the only form."""
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def read(path: Path) -> Catalog:
    """A catalogue; a broken file fails."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The catalogue of the repository."""
    return read(ENGLISH)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The messages of the source as it is now, collected from a copy."""
    if not shutil.which("xgettext"):
        pytest.fail("xgettext is not installed, so messages cannot be collected. Install GNU gettext (apt-get install gettext).")
    copy = tmp_path_factory.mktemp("messages") / "sanzhang"
    for path in PACKAGE.rglob("*"):
        inside = path.relative_to(PACKAGE)
        if path.suffix in {".py", ".html"} and "static" not in inside.parts:
            (copy / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy / inside)
    (copy / "locale").mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    run = subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--no-location"],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return read(copy / "locale" / "en" / "LC_MESSAGES" / "django.po")


def test_every_message_of_the_source_has_its_english(collected: Catalog, english: Catalog) -> None:
    found = {key_of(message): message for message in english if message.id}
    wanted = [key_of(message) for message in collected if message.id]
    assert len(wanted) > 500
    missing = [text for context, text in wanted if (context, text) not in found]
    empty = [text for context, text in wanted if (context, text) in found and not all(forms_of(found[context, text].string))]
    unsure = [text for (_context, text), message in found.items() if message.fuzzy]
    assert not missing, "not in django.po:\n" + "\n".join(missing)
    assert not empty, "without English in django.po:\n" + "\n".join(empty)
    assert not unsure, "marked fuzzy in django.po:\n" + "\n".join(unsure)


def test_no_message_is_left_over(collected: Catalog, english: Catalog) -> None:
    wanted = {key_of(message) for message in collected}
    over = [text for context, text in map(key_of, english) if (context, text) not in wanted]
    assert not over, "in django.po, but no longer in the source:\n" + "\n".join(over)


def test_english_has_the_placeholders_of_its_chinese(english: Catalog) -> None:
    wrong = []
    for message in english:
        wanted = {found for form in forms_of(message.id) for found in PLACEHOLDER.findall(form)}
        wrong += [form for form in forms_of(message.string) if message.id and set(PLACEHOLDER.findall(form)) != wanted]
    assert not wrong, "\n".join(wrong)


def test_english_is_english(english: Catalog) -> None:
    wrong = [form for message in english if message.id for form in forms_of(message.string) if CHINESE.search(without_own_names(form))]
    assert not wrong, "\n".join(wrong)


def test_the_catalogue_compiles(english: Catalog) -> None:
    faults = [f"{message.id}: {error}" for message, errors in english.check() for error in errors]
    assert not faults, "\n".join(faults)
    assert not english.fuzzy, "the header of django.po is marked fuzzy"
    assert (str(english.locale), english.num_plurals) == ("en", 2)
    file = BytesIO()
    write_mo(file, english)
    file.seek(0)
    assert GNUTranslations(file).gettext("首页") == "Home"


def test_templates_have_no_words_outside_translation() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("templates/**/*")):
        if path.suffix not in {".html", ".txt"}:
            continue
        # What is translated is taken out, its line breaks are kept, so that line numbers stay true.
        bare = TRANSLATED.sub(lambda match: "\n" * match[0].count("\n"), path.read_text("utf-8"))
        lines = enumerate(bare.splitlines(), start=1)
        found += [
            f"{path.relative_to(PACKAGE)}:{number}: {line.strip()[:100]}"
            for number, line in lines
            if WRITTEN.search(without_own_names(line))
        ]
    assert not found, "\n".join(found)


def test_pages_have_no_words_outside_translation() -> None:
    found = []
    for part in SHOWN:
        for path in sorted((PACKAGE / part).rglob("*.py")):
            if "migrations" not in path.parts:
                found += [f"{path.relative_to(PACKAGE)}:{line}: {text[:60]}" for line, text in bare_words(path)]
    assert not found, "\n".join(found)


def bare_words(path: Path) -> Iterator[tuple[int, str]]:
    """Chinese string constants that are neither marked for translation nor documentation."""
    tree = ast.parse(path.read_text("utf-8"))
    excused = {id(part) for node in ast.walk(tree) for part in marked(node)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in excused and WRITTEN.search(without_own_names(text)):
                yield node.lineno, text


def marked(node: ast.AST) -> list[ast.expr]:
    """The constants that ``node`` marks: arguments of a marking call, or a string standing alone."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return node.args if name in MARKING else []
    return [node.value] if isinstance(node, ast.Expr) else []
