"""``sanzhang api``: what programs that talk to the server need to know."""

import typer

from sanzhang.cli import show
from sanzhang.cli.main import app, django

commands = typer.Typer(help="给其他程序的接口。The HTTP API.", no_args_is_help=True)
app.add_typer(commands, name="api")


@commands.callback()
def about() -> None:
    """给其他程序的接口。The HTTP API."""


@commands.command()
def schema() -> None:
    """打印接口说明（OpenAPI 3.1，JSON）。Print the API's description."""
    with show.told():
        django()
    from sanzhang.api.description import written

    typer.echo(written())
