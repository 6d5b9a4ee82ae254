"""How the command line speaks: Chinese, or English where the terminal does; a problem with its place and what to do next, never a traceback."""

import gettext
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sanzhang.rules.pack.model import Text
from sanzhang.rules.problems import Problem, Problems
from sanzhang.site.environment import MissingSetting

LOCALE = Path(__file__).resolve().parent.parent / "locale"
MOST_SHOWN = 100

Language = Annotated[str, typer.Option("--lang", help="zh 或 en；默认随终端")]
_chosen = [""]


def speak(language: str) -> None:
    """Use ``language`` (zh, en); empty: the terminal's."""
    if language not in ("", "zh", "en"):
        raise typer.BadParameter("zh | en")
    _chosen[0] = language


def is_english() -> bool:
    """Whether the terminal, or ``--lang``, asks for English."""
    names = ("SANZHANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    language = _chosen[0] or next((value for name in names if (value := os.environ.get(name))), "zh")
    return language.lower().startswith("en")


def say(zh: str, en: str) -> str:
    """One of the two."""
    return en if is_english() else zh


def title(text: Text) -> str:
    """A text of a pack."""
    return say(text.zh, text.en)


def translated(text: str) -> str:
    """A message marked for translation; Chinese where there is no translation."""
    if not text or not is_english():
        return text
    return gettext.translation("django", LOCALE, ["en"], fallback=True).gettext(text)


def out() -> Console:
    """The terminal, for results."""
    return Console(highlight=False)


def errors() -> Console:
    """The terminal, for everything that is not a result."""
    return Console(highlight=False, stderr=True, soft_wrap=True)


def words(problem: Problem) -> str:
    """A problem in one line."""
    where = f"{problem.where}: " if problem.where else ""
    return f"{where}{translated(problem.message).format(**problem.params)} {translated(problem.hint).format(**problem.params)}".strip()


def tell(problem: Problem, style: str = "red") -> None:
    """Print a problem: where, what, what to do next."""
    console = errors()
    where = f"{problem.where}  " if problem.where else ""
    message = translated(problem.message).format(**problem.params)
    console.print(f"{escape(where)}[{style}]{escape(message)}[/{style}]")
    if problem.hint:
        console.print(f"    {escape(translated(problem.hint).format(**problem.params))}")


@contextmanager
def told() -> Iterator[None]:
    """Turn people's mistakes into words and exit code 1."""
    try:
        yield
    except Problem as problem:
        tell(problem)
    except Problems as several:
        for one in several.problems[:MOST_SHOWN]:
            tell(one)
        count = len(several.problems)
        if count > MOST_SHOWN:
            errors().print(say(f"还有 {count - MOST_SHOWN} 处。", f"and {count - MOST_SHOWN} more."))
        errors().print(say(f"共 {count} 处问题。", f"{count} problems."))
    except MissingSetting as missing:
        errors().print(f"[red]{escape(str(missing))}[/red]")
    except BrokenPipeError:
        sys.stderr.close()  # the reader (head, less) has seen enough
    else:
        return
    raise typer.Exit(1)


@contextmanager
def progress(zh: str, en: str) -> Iterator[Progress]:
    """A bar for long work, on the error stream so that results can be piped."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors(), transient=True) as bar:
        bar.add_task(say(zh, en), total=None)
        yield bar
