"""``sanzhang serve``: the server, and beside it what is done behind the answers: entries are sealed, photos looked at."""

import errno
import multiprocessing
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Annotated

import typer

from sanzhang.cli import show
from sanzhang.cli.main import app, django

SECONDS_BETWEEN = 1.0
SECONDS_BETWEEN_CHECKPOINTS = 3600.0
YIELDING = 19  # the lowest priority


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听地址 address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口 port")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="进程数；SQLite 用 1 即可 processes")] = 1,
    threads: Annotated[int, typer.Option(min=1, max=128, help="每个进程的线程数；慢的上传各占一个 threads of each process")] = 8,
) -> None:
    """启动服务。Run the server."""
    with show.told():
        django()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                typer.echo(f"不能监听 {host}:{port}：{error.strerror}。Cannot listen there; choose another --host or --port.", err=True)
                raise typer.Exit(1) from None
            typer.echo(
                f"端口 {port} 已被占用。换一个：sanzhang serve --port {port + 1}。Port {port} is taken; choose another with --port.",
                err=True,
            )
            raise typer.Exit(1) from None
    from granian.constants import Interfaces
    from granian.server import Server

    # A forked worker would inherit the locks and database connections of the sealer's thread, and could wait for them for ever.
    multiprocessing.set_start_method("spawn", force=True)
    os.environ["SANZHANG_SEAL_BEHIND"] = os.environ["SANZHANG_LOOK_BEHIND"] = "1"
    threading.Thread(target=_keep_on, args=[_sealer()], daemon=True, name="sealer").start()
    threading.Thread(target=_keep_on, args=[_looker()], daemon=True, name="looker").start()
    typer.echo(f"三长已启动：http://{host}:{port}   按 Ctrl+C 停止 / Ctrl+C stops it")
    Server(
        "sanzhang.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_access=False,
        websockets=False,
    ).serve()


def _keep_on(work: Callable[[], None]) -> None:
    """Do it every second. A failure is logged and tried again: what is to be done waits, nothing is lost."""
    import logging

    from django.db import close_old_connections, connection

    while True:
        try:
            work()
        except Exception:
            logging.getLogger(__name__).exception("failed behind the answers, will be tried again")
            connection.close()
        close_old_connections()
        time.sleep(SECONDS_BETWEEN)


def _sealer() -> Callable[[], None]:
    """Seals the entries whose writers found the seal busy; every hour, signs how far each chain has come."""
    from sanzhang.journal.sealing import seal, sealed_counties, unsealed_counties
    from sanzhang.journal.signing import make_checkpoint

    next_checkpoint = time.monotonic()

    def work() -> None:
        nonlocal next_checkpoint
        for county in unsealed_counties():
            seal(county, wait=False)
        if time.monotonic() >= next_checkpoint:
            for county in sealed_counties():
                make_checkpoint(county)
            next_checkpoint = time.monotonic() + SECONDS_BETWEEN_CHECKPOINTS

    return work


def _looker() -> Callable[[], None]:
    """Looks at photos, when nobody else needs the machine."""
    from sanzhang.photos.looking import look_at_waiting

    def work() -> None:
        if sys.platform == "linux":  # elsewhere priority is the whole process's
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), YIELDING)
        look_at_waiting()

    return work
