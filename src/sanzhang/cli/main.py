"""``sanzhang``: everything that can be done without the web."""

import os
from pathlib import Path

import typer

from sanzhang.site import environment

app = typer.Typer(
    name="sanzhang",
    help="三长：消防安全包保责任制。the three-chiefs fire-safety responsibility system",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def django() -> None:
    """Start Django for a command that needs the database."""
    import django as framework

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanzhang.site.settings")
    framework.setup()


@app.callback()
def main() -> None:
    """Read the machine's own secrets, if it has any."""
    environment.load(Path(os.environ.get("SANZHANG_HOME", "var")))


from sanzhang.cli import accounts, api, database, demo, determination, imports, journal, packs, plans, serve, standing, suggest  # noqa: E402, F401 - each adds its commands to `app`
