"""``sanzhang init``: secrets and tables for a new machine, or a newer version's tables for an old one."""

import os
from pathlib import Path

import typer

from sanzhang.cli.main import app, django
from sanzhang.site import environment


@app.command()
def init() -> None:
    """生成密钥（已有则不动），建立或升级数据库。Make secrets unless there are some; make or upgrade the database."""
    home = Path(os.environ.get("SANZHANG_HOME", "var"))
    provided = all(os.environ.get(name) for name in environment.SECRETS)  # by the operator, or read from an earlier secrets.env
    if not provided and environment.write_secrets(home):
        typer.echo(f"密钥写入 {home / 'secrets.env'}，请另处备份：丢了它，加密的个人信息就打不开。")
        environment.load(home)
    django()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)
    typer.echo(f"数据库就绪：{settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}")
