"""``sanzhang verify``, ``checkpoint``, ``rebuild`` and ``bundle``: is the journal whole, do the tables say what it says, and who else can check that?"""

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress

from sanzhang.cli import show
from sanzhang.cli.main import app, django
from sanzhang.cli.show import words
from sanzhang.rules.areas import is_code
from sanzhang.rules.problems import Problem, gettext_noop as _

if TYPE_CHECKING:
    from sanzhang.journal.models import Checkpoint, Entry


@app.command()
def verify(
    county: Annotated[str, typer.Option(help="旗县代码；不填则全部 county code; all by default")] = "",
    sign: Annotated[bool, typer.Option("--checkpoint", help="没有问题就为末尾签名 sign the end when all is well")] = False,
) -> None:
    """核对记录链：改动、缺失、换序都会指出。Walk the chain: anything changed, missing or reordered is named."""
    with show.told():
        django()
        _verify(county, sign)


def _verify(county: str, sign: bool) -> None:
    from sanzhang.journal.models import Checkpoint, Entry
    from sanzhang.journal.signing import make_checkpoint
    from sanzhang.journal.verify import verify as walk

    # A county whose entries are all gone is found by its checkpoints.
    named = {*Entry.objects.values_list("county", flat=True).distinct(), *Checkpoint.objects.values_list("county", flat=True).distinct()}
    if county and county not in named:
        raise Problem("county_unknown", _("{county} 还没有记录。"), _("检查旗县代码。"), county=county)
    counties = [county] if county else sorted(named)
    broken = False
    for code in counties:
        result = walk(code)
        typer.echo(
            f"{code}: 已封存 {result.entries} 条，未封存 {result.unsealed} 条，检查点 {result.checkpoints} 个，问题 {len(result.problems)} 个"
        )
        for problem in result.problems:
            typer.echo(f"  {words(problem)}", err=True)
        broken = broken or bool(result.problems)
        made = make_checkpoint(code) if sign and not result.problems else None
        if made:
            _print_checkpoint(made)
    if broken:
        raise typer.Exit(1)


@app.command()
def checkpoint(county: Annotated[str, typer.Argument(help="旗县代码 county code")]) -> None:
    """为记录链现在的末尾签名；请把输出另处保存。Sign the end of the chain; keep what is printed somewhere else."""
    with show.told():
        django()
        _checkpoint(county)


def _checkpoint(county: str) -> None:
    from sanzhang.journal.sealing import seal
    from sanzhang.journal.signing import make_checkpoint

    seal(county)
    made = make_checkpoint(county)
    if made is None:
        typer.echo(f"{county} 还没有记录。No entries yet.", err=True)
        raise typer.Exit(1)
    _print_checkpoint(made)


def _print_checkpoint(made: "Checkpoint") -> None:
    from sanzhang.journal.canonical import instant

    typer.echo(f"county={made.county}\nseq={made.seq}\nhash={made.hash}\nmade_at={instant(made.made_at)}")
    typer.echo(f"public_key={made.public_key}\nsignature={made.signature}")


@app.command()
def rebuild(check: Annotated[bool, typer.Option("--check", help="只核对，不改动 compare only")] = False) -> None:
    """从记录重算所有表；--check 只比较。Compute every table anew from the journal."""
    with show.told():
        django()
        _rebuild(check)


def _rebuild(check: bool) -> None:
    from sanzhang.journal.models import Entry
    from sanzhang.journal.rebuild import rebuild as run

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("重算 rebuilding", total=Entry.objects.count())
        result = run(check=check, progress=lambda done: progress.update(task, completed=done) if done % 500 == 0 else None)
        progress.update(task, completed=result.entries)
    if result.differing:
        typer.echo(
            f"{result.entries} 条记录；与记录不符的表：{'、'.join(result.differing)}" + ("" if check else "（已按记录改正）"), err=True
        )
        raise typer.Exit(1 if check else 0)
    typer.echo(f"{result.entries} 条记录，所有表与记录一致。")


@app.command()
def bundle(
    out: Annotated[Path, typer.Option(dir_okay=False, help="写到哪个文件（.zip） file to write")],
    entry: Annotated[str, typer.Option(help="记录编号：它和提到它的记录 an entry and those that name it")] = "",
    area: Annotated[str, typer.Option(help="区划代码：关于它和下级的记录 an area and what lies below")] = "",
    person: Annotated[str, typer.Option(help="人员编码：他写的和提到他的记录；与 --county 同用 a person's key")] = "",
    county: Annotated[str, typer.Option(help="旗县代码，与 --person 同用 county code")] = "",
) -> None:
    """导出证据包：别人不用本系统也能核对。An evidence bundle that others can check without this system."""
    with show.told():
        django()
        from sanzhang.journal.bundle import write_bundle

        with show.progress("收集记录", "collecting entries"):
            count = write_bundle(_chosen(entry, area, person, county), out, entry or area or person)
        typer.echo(f"{out}：{count} 条记录。核对：sanzhang verify-bundle {out}，或解开后运行 python verify.py")


def _chosen(entry: str, area: str, person: str, county: str) -> "list[Entry]":
    from sanzhang.journal.bundle import about_area, about_entry, about_person

    if entry:
        try:
            return about_entry(UUID(entry))
        except ValueError:
            raise Problem(
                "entry_unknown", _("“{id}”不是记录编号。"), _("编号是 36 个字符，见履职记录页。"), where="--entry", id=entry
            ) from None
    if area:
        if not is_code(area) or len(area) < 6:
            raise Problem("area_code", _("“{area}”不是区划代码。"), _("填 6、9、12 或 15 位数字代码。"), where="--area", area=area)
        return about_area(area)
    if person and county:
        return about_person(county, person)
    raise Problem("bundle_what", _("没有说明导出什么。"), _("写 --entry、--area，或 --person 加 --county。"))


@app.command("verify-bundle")
def verify_bundle(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="证据包 the bundle")]) -> None:
    """核对证据包：内容、位置、附件和签名；不需要数据库。Check a bundle; no database is needed."""
    from sanzhang.journal import proof

    if not zipfile.is_zipfile(file):
        typer.echo(f"{file} 不是证据包。Not a bundle.", err=True)
        raise typer.Exit(1)
    folder = zipfile.Path(file)
    found = proof.problems(folder)
    if not found:
        found = _forged(folder)
    for problem in found:
        typer.echo(problem, err=True)
    if found:
        raise typer.Exit(1)
    typer.echo(
        "内容、位置、附件和签名都对；请再核对公钥是否为签发方公布的那一把。All is well; compare the public key with the published one."
    )


def _forged(folder: zipfile.Path) -> list[str]:
    """The checkpoints whose signature is not that of the key they name."""
    import json

    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from sanzhang.journal import proof

    found = []
    for stretch in json.loads((folder / "bundle.json").read_text(encoding="utf-8"))["stretches"]:
        checkpoint = stretch["checkpoint"]
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint["public_key"]))
            key.verify(bytes.fromhex(checkpoint["signature"]), proof.statement(checkpoint))
            typer.echo(f"公钥 public key: {checkpoint['public_key']}")
        except (InvalidSignature, ValueError):
            found.append(f"第 {checkpoint['seq']} 条处的检查点签名不对。The signature of a checkpoint is wrong.")
    return found
