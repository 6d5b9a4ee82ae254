"""Facts as plain files, so that a county's standing can be computed without a database. ``docs/facts-format.md`` describes them."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sanzhang.rules.areas import county_of
from sanzhang.rules.facts import Appointment, Area, Exemption, Facts, ParameterDecision, Record
from sanzhang.rules.pack.model import Pack
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _
from sanzhang.standing import cells
from sanzhang.standing.consistency import Line, inconsistencies

Note = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class _Table:
    """One file: which fact a row makes, how each of its columns is read, and which must be there."""

    file: str
    fact: type[Any]
    columns: dict[str, cells.Parser]
    required: tuple[str, ...]
    must_exist: bool = True


_DAY, _MOMENT = cells.state_or_none(cells.day), cells.state_or_none(cells.moment)
_AREAS = _Table(
    "areas.csv",
    Area,
    {
        "code": cells.code, "name": cells.filled, "kind": cells.text, "valid_from": _DAY, "valid_to": _DAY, "merged_into": cells.code_or_none,
        "recorded_at": _MOMENT, "superseded_at": _MOMENT,
    },
    ("code", "name"),
)  # fmt: skip
_APPOINTMENTS = _Table(
    "appointments.csv",
    Appointment,
    {
        "id": cells.text, "person": cells.filled, "post": cells.filled, "area": cells.code, "start": cells.day, "end": _DAY, "sector": cells.text,
        "recorded_at": _MOMENT, "superseded_at": _MOMENT,
    },
    ("person", "post", "area", "start"),
)  # fmt: skip
_RECORDS = _Table(
    "records.jsonl",
    Record,
    {
        "id": cells.filled, "kind": cells.filled, "areas": cells.codes, "occurred_on": cells.day, "person": cells.text, "post": cells.text,
        "sector": cells.text, "parties": cells.words, "for_period": cells.text, "refers_to": cells.text, "data": cells.data,
        "recorded_at": _MOMENT, "withdrawn_at": _MOMENT,
    },
    ("id", "kind", "areas", "occurred_on"),
)  # fmt: skip
_EXEMPTIONS = _Table(
    "exemptions.jsonl",
    Exemption,
    {
        "id": cells.filled, "duty": cells.filled, "area": cells.code, "period": cells.filled, "reason": cells.filled, "recorded_at": _MOMENT,
    },
    ("id", "duty", "area", "period", "reason"),
    must_exist=False,
)  # fmt: skip
_DECISIONS = _Table(
    "decisions.jsonl",
    ParameterDecision,
    {
        "id": cells.filled, "parameter": cells.filled, "value": cells.number_or_cadence, "valid_from": cells.day, "decided_by": cells.text,
        "recorded_at": _MOMENT,
    },
    ("id", "parameter", "value", "valid_from"),
    must_exist=False,
)  # fmt: skip


def read_facts(folder: Path, pack: Pack | None = None, note: Note = lambda problem: None) -> Facts:
    """The facts in ``folder``. With ``pack``, its names (posts, kinds of evidence, duties …) are checked too.

    Raises ``Problems`` with every error found: file, line, column, what to do. ``note`` is told what is not an error
    but should be known, such as a file that isn't in UTF-8.
    """
    problems: list[Problem] = []
    areas, appointments, records, exemptions, decisions = (
        list(_read(folder, table, problems, note)) for table in (_AREAS, _APPOINTMENTS, _RECORDS, _EXEMPTIONS, _DECISIONS)
    )
    every = [*areas, *appointments, *records, *exemptions, *decisions]
    problems += inconsistencies(every, pack)
    if not areas and not problems:
        problems.append(Problem("facts", _("没有任何区划。"), _("至少写上旗县一行。"), where=_AREAS.file))
    if problems:
        raise Problems(problems)
    return Facts(
        county_of(areas[0].fact.code),
        *(tuple(line.fact for line in lines) for lines in (areas, appointments, records, exemptions, decisions)),
    )


def write_facts(facts: Facts, folder: Path) -> None:
    """Write ``facts`` into ``folder``; ``read_facts`` gives them back."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in ((_AREAS, facts.areas), (_APPOINTMENTS, facts.appointments)):
        with (folder / table.file).open("w", encoding="utf-8-sig", newline="") as file:  # with the mark, Excel reads it as UTF-8
            writer = csv.writer(file)
            writer.writerow(table.columns)
            writer.writerows([_written(getattr(row, name)) for name in table.columns] for row in rows)
    for table, facts_of in ((_RECORDS, facts.records), (_EXEMPTIONS, facts.exemptions), (_DECISIONS, facts.decisions)):
        if facts_of or table.must_exist:
            with (folder / table.file).open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(_json_line(fact) for fact in facts_of)
        else:
            (folder / table.file).unlink(missing_ok=True)


def _written(value: Any) -> Any:
    match value:
        case None:
            return ""
        case date() | datetime():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case _:
            return value


def _json_line(fact: Any) -> str:
    said = {field.name: _written(getattr(fact, field.name)) for field in fields(fact)}
    return json.dumps({name: value for name, value in said.items() if value not in ("", [], {})}, ensure_ascii=False) + "\n"


def _read(folder: Path, table: _Table, problems: list[Problem], note: Note) -> Iterator[Line]:
    path = folder / table.file
    if not path.is_file():
        if table.must_exist:
            problems.append(
                Problem("facts", _("文件夹 {folder} 里没有这个文件。"), _("写法见 docs/facts-format.md。"), where=table.file, folder=folder)
            )
        return
    text = _decoded(path, problems, note)
    rows = _csv_rows(text, table, problems) if path.suffix == ".csv" else _json_rows(text, table, problems)
    for number, row in rows:
        where = f"{table.file}:{number}"
        fact = _fact(table, row, where, problems)
        if fact is not None:
            yield Line(where, fact)


def _decoded(path: Path, problems: list[Problem], note: Note) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        problems.append(Problem("facts", _("文件既不是 UTF-8 也不是 GB18030 编码。"), _("用编辑器另存为 UTF-8。"), where=path.name))
        return ""
    note(Problem("facts", _("文件按 GB18030 编码读入。"), _("最好另存为 UTF-8。"), where=path.name))
    return text


def _csv_rows(text: str, table: _Table, problems: list[Problem]) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.reader(io.StringIO(text))
    header = [name.strip() for name in next(reader, [])]
    wrong = [*_header_problems(header, table)]
    problems += wrong
    if wrong:
        return  # under a wrong header every row would be wrong
    begun = reader.line_num + 1
    for row in reader:
        number, begun = begun, reader.line_num + 1
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            problems.append(
                Problem(
                    "facts", _("这一行有 {found} 列，表头只有 {expected} 列。"), _("检查多出的逗号；含逗号的内容要加引号。"),
                    where=f"{table.file}:{number}", found=len(row), expected=len(header),
                )
            )  # fmt: skip
            continue
        yield number, {name: cell for name, cell in zip(header, row, strict=False) if cell.strip()}


def _header_problems(header: list[str], table: _Table) -> Iterator[Problem]:
    where = f"{table.file}:1"
    for name in header:
        if name not in table.columns:
            yield _unknown(name, table, where)
        elif header.count(name) > 1:
            yield Problem("facts", _("“{name}”这一列写了两次。"), _("只保留一列。"), where=where, name=name)
    for name in table.required:
        if name not in header:
            yield Problem(
                "facts",
                _("缺少“{name}”这一列。"),
                _("第一行须有：{required}。"),
                where=where,
                name=name,
                required=", ".join(table.required),
            )


def _json_rows(text: str, table: _Table, problems: list[Problem]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{table.file}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            problems.append(
                Problem(
                    "facts",
                    _("这一行不是正确的 JSON（第 {column} 字）。"),
                    _("每行写一个完整的 JSON 对象。"),
                    where=where,
                    column=error.colno,
                )
            )
            continue
        if not isinstance(row, dict):
            problems.append(Problem("facts", _("这一行不是 JSON 对象。"), _('写成 {{"id": …, "kind": …}}。'), where=where))
            continue
        unknown = [_unknown(name, table, where) for name in row if name not in table.columns]
        problems += unknown
        if not unknown:
            yield number, row


def _unknown(name: str, table: _Table, where: str) -> Problem:
    near = get_close_matches(name.lower(), table.columns, n=1)
    if near:
        return Problem("facts", _("不认识“{name}”这一列。"), _("是不是要写“{near}”？"), where=where, name=name, near=near[0])
    known = ", ".join(table.columns)
    return Problem("facts", _("不认识“{name}”这一列。"), _("删去它；可用的列：{known}。"), where=where, name=name, known=known)


def _fact(table: _Table, row: dict[str, Any], where: str, problems: list[Problem]) -> Any:
    """The fact of a row; None when any of its values cannot be used."""
    values, found = {}, len(problems)
    for name in table.required:
        if name not in row:
            problems.append(Problem("fact_empty", _("“{column}”没有填写。"), _("填上这一项。"), where=where, column=name))
    for name, value in row.items():
        try:
            values[name] = table.columns[name](value)
        except Problem as problem:
            problem.where = f"{where} {name}"
            problems.append(problem)
    if len(problems) > found:
        return None
    if table is _APPOINTMENTS and not values.get("id"):
        values["id"] = "-".join(
            filter(None, (values["person"], values["post"], values["area"], values.get("sector"), str(values["start"])))
        )
    return table.fact(**values)
