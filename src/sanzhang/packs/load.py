"""Read packs from folders, and the standards beside them: checklists, kinds of premises. A pack's ``includes`` names files that notices share."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import yaml

from sanzhang.rules.checklists import Checklist, Checklists
from sanzhang.rules.days import CHINA
from sanzhang.rules.determination.editions import Editions
from sanzhang.rules.determination.reading import read_editions
from sanzhang.rules.lifecycle import LifeCycle, fitting_tables, read_life_cycle
from sanzhang.rules.pack import Pack, PackErrors, read_pack
from sanzhang.rules.pack.lines import Safe
from sanzhang.rules.premises import HouseholdCategories, PremisesKinds, read_household_categories, read_premises_kinds
from sanzhang.rules.problems import Problem, gettext_noop as _
from sanzhang.rules.reading_checklists import read_checklists

ROOT = Path(__file__).resolve().parent
NOTICES = ROOT / "notices"
STANDARDS = ROOT / "standards"
LIFE_CYCLES = "lifecycles"


def load_folder(folder: Path) -> Pack:
    """The pack in ``folder``. Raises ``PackErrors`` with every problem found."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise PackErrors(
            [Problem("pack", _("文件夹里没有策略包文件（*.yaml）。"), _("检查路径；写法见 docs/writing-a-pack.md。"), where=str(folder))]
        )
    texts = _texts(paths)
    for path in _included(texts):
        texts[f"{path.parent.name}/{path.name}"] = _text(path)
    return read_pack(texts)


@lru_cache(maxsize=16)
def shipped(pack_id: str) -> Pack:
    """The pack ``pack_id`` that ships with the program. Raises ``PackErrors`` when there is none."""
    return load_folder(NOTICES / pack_id)


@lru_cache(maxsize=256)
def pack_for(county: str, default: str) -> Pack:
    """The pack whose notice applies to ``county``; the pack ``default`` where no notice names it."""
    packs = (shipped(folder.name) for folder in sorted(NOTICES.iterdir()) if folder.is_dir())
    return next((pack for pack in packs if pack.county == county), None) or shipped(default)


@lru_cache(maxsize=1)
def premises_kinds() -> PremisesKinds:
    """The kinds of premises, their groups and marks."""
    path = STANDARDS / "premises.yaml"
    return read_premises_kinds(path.name, _text(path))


@lru_cache(maxsize=1)
def editions() -> Editions:
    """The editions of the standard on major fire hazards, and the facts they ask about. Raises ``Problems`` with every mistake."""
    texts = _texts((STANDARDS / "determination").glob("*.yaml"))
    return read_editions(texts, ("facts.yaml", texts.pop("facts.yaml")), premises_kinds())


@lru_cache(maxsize=1)
def household_categories() -> HouseholdCategories:
    """The categories of vulnerable people."""
    path = STANDARDS / "households.yaml"
    return read_household_categories(path.name, _text(path))


@lru_cache(maxsize=1)
def every_checklist() -> Checklists:
    """Every version of every checklist that ships with the program. Raises ``Problems`` with every mistake."""
    folder = STANDARDS / "checklists"
    return read_checklists(_texts(folder.glob("*.yaml")), _texts((folder / "shared").glob("*.yaml")), premises_kinds())


@lru_cache(maxsize=256)
def life_cycle(pack_id: str, name: str, day: date) -> LifeCycle | None:
    """The table called ``name`` for steps on ``day`` in the notice's county: the notice's own from the day it holds, before that the standard's."""
    for tables in (_life_cycles(NOTICES / pack_id), _life_cycles(STANDARDS)):
        valid = [table for table in tables if table.id == name and table.valid_from <= day]
        if valid:
            return max(valid, key=lambda table: (table.valid_from, table.version))
    return None


def life_cycles_of(pack: Pack, folder: Path) -> tuple[LifeCycle, ...]:
    """Every table that ``pack``, read from ``folder``, goes by: those that all counties share, then its own. Raises ``Problems`` with every mistake."""
    own = _texts((folder / LIFE_CYCLES).glob("*.yaml"))
    shared = _texts((STANDARDS / LIFE_CYCLES).glob("*.yaml"))
    return fitting_tables(
        pack,
        {f"{STANDARDS.name}/{LIFE_CYCLES}/{name}": text for name, text in shared.items()},
        {f"{LIFE_CYCLES}/{name}": text for name, text in own.items()},
    )


@lru_cache(maxsize=16)
def _life_cycles(folder: Path) -> tuple[LifeCycle, ...]:
    """Every table in the folder. Raises ``Problems`` with every mistake of the first file that has some."""
    return tuple(read_life_cycle(path.name, _text(path)) for path in sorted((folder / LIFE_CYCLES).glob("*.yaml")))


def checklists(day: date | None = None) -> dict[str, Checklist]:
    """The newest version of each checklist that is valid on ``day``; today, when none is named."""
    return dict(_checklists_on(day or datetime.now(CHINA).date()))


def checklist(name: str, version: int) -> Checklist | None:
    """Just this version of a checklist; None when there is none."""
    return every_checklist().exact(name, version)


@lru_cache(maxsize=16)
def _checklists_on(day: date) -> dict[str, Checklist]:
    return every_checklist().on(day)


def _texts(paths: Iterable[Path]) -> dict[str, str]:
    return {path.name: _text(path) for path in sorted(paths)}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise PackErrors([Problem("pack", _("文件不是 UTF-8 编码。"), _("用编辑器另存为 UTF-8。"), where=path.name)]) from error
    except FileNotFoundError as error:
        raise PackErrors([Problem("pack", _("找不到所引用的文件。"), _("检查 includes: 里的名称。"), where=path.name)]) from error


def _included(texts: dict[str, str]) -> list[Path]:
    """The files that the pack's ``includes`` name. Broken YAML is left for the reader to report."""
    names: list[str] = []
    for text in texts.values():
        try:
            data = yaml.load(text, Safe)  # noqa: S506 - as safe as its name says
        except (yaml.YAMLError, ValueError):
            continue
        if isinstance(data, dict) and isinstance(data.get("includes"), list):
            names += [str(name) for name in data["includes"]]
    return [ROOT / f"{name}.yaml" for name in names]
