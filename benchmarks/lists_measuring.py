"""What is measured of the lists: pages asked one after another, and files with the memory that making them takes."""

import os
import resource
import time
from html import unescape
from statistics import median, quantiles
from typing import Any

from benchmarks.lists_filling import READERS
from benchmarks.processes import Spent, spent

SIZE = 250
# The page in the middle is the deepest: without a link that leads there, a list is walked from its nearer end.
LISTS = {"W5 inspections": "/inspections/", "W6 hazards": "/hazards/"}
FILES = (
    "/inspections/?export=csv",
    "/inspections/?export=csv&tenth",
    "/inspections/?export=xlsx",
    "/inspections/?export=xlsx&tenth",
    "/hazards/?export=csv",
    "/hazards/?export=xlsx",
)


def pages(times: int) -> None:
    """Each list for each reader: its first page, one 360 pages deep and the deepest, called for at once; the deepest by the link that leads
    there; and the first with its count forgotten each time, as it is after each entry.
    """
    _setup()
    from sanzhang.desk import counted

    print(f"{'list':<16}{'reader':<8}{'page':>14}{'rows':>6}{'kB':>5}{'queries':>9}{'min':>6}{'median':>8}{'p95':>6}{'CPU':>10}  others")
    for title, address in LISTS.items():
        for reader in READERS:
            client, size = _client(reader), f"{address}?per_page={SIZE}"
            last = -(-_count(client.get(size)) // SIZE)
            deep, deepest = min(360, last), min(last, max(2, (last + 1) // 2))
            asked = [("first", 1, f"{size}&page=1"), ("deep", deep, f"{size}&page={deep}"), ("deepest", deepest, f"{size}&page={deepest}")]
            if last > 1:
                asked.append(("by link", deepest, address + _onward(client.get(f"{size}&page={deepest - 1}"))))
            for name, number, page in asked:
                _told(f"{title:<16}{reader:<8}{f'{name} {number}':>14}", client, page, times)
            _told(f"{title:<16}{reader:<8}{'counted anew':>14}", client, size, times, counted._kept.clear)


def file(address: str) -> None:
    """One file: how long until its first and its last byte, how large, and by how much it made the process grow."""
    _setup()
    client = _client("county")
    if "tenth" in address:
        address = address.replace("tenth", f"since={_since_last_tenth()}")
    client.get("/inspections/?per_page=25")
    size, lines, grown = 0, 0, _memory()
    before, began = _spent(), time.perf_counter()
    answer = client.get(address)
    first = 0.0
    for part in answer.streaming_content:
        first = first or time.perf_counter() - began
        size, lines = size + len(part), lines + part.count(b"\n")
    took = time.perf_counter() - began
    used = _spent() - before
    rows = f"{lines - 1} rows, " if "csv" in address else ""
    print(
        f"W9 {address}: {rows}{size / 1e6:.1f} MB, first byte {first:.2f} s, whole {took:.2f} s, CPU {used.server:.2f} + {used.database:.2f} s, "
        f"others {_others(used, took)}, memory grew by {_memory() - grown:.0f} MB to {_memory():.0f} MB",
        flush=True,
    )


def _told(title: str, client: Any, address: str, times: int, before_each: Any = lambda: None) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer = client.get(address)  # warms what a running server has warm
    before_each()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        asked = len(queries)
    taken, before, since = [], _spent(), time.perf_counter()
    for _n in range(times):
        before_each()
        began = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - began) * 1000)
    used, whole = _spent() - before, time.perf_counter() - since
    cpu = f"{used.server * 1000 / times:.0f} + {used.database * 1000 / times:.0f}"
    shown = answer.content.count(b"<tr>") - 1
    print(
        f"{title}{shown:>6}{len(answer.content) / 1000:>5.0f}{asked:>9}"
        f"{min(taken):>6.0f}{median(taken):>8.0f}{quantiles(taken, n=20)[18]:>6.0f}{cpu:>10}  {_others(used, whole)}",
        flush=True,
    )


def _setup() -> None:
    from importlib import import_module

    import_module("sanzhang.site.wsgi")  # as a server does: everything loaded, and out of the collector's way
    from django.conf import settings

    # The files of the style sheet are not collected here; only a real server needs them under their fingerprints.
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.ALLOWED_HOSTS = ["testserver"]


def _client(reader: str) -> Any:
    from django.test import Client

    from sanzhang.accounts.models import Account

    client = Client()
    client.force_login(Account.objects.get(username=reader), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _count(answer: Any) -> int:
    return int(answer.content.decode().split("共 <b>")[1].split("<")[0])


def _since_last_tenth() -> str:
    from sanzhang.inspections.models import Inspection

    rows = Inspection.objects.order_by("-occurred_on")
    return str(rows.values_list("occurred_on", flat=True)[rows.count() // 10])


def _onward(answer: Any) -> str:
    """The link to the next page."""
    return unescape(answer.content.decode().split('rel="next" href="')[1].split('"')[0])


def _spent() -> Spent:
    from django.db import connection

    return spent(os.getpid(), str(connection.settings_dict["NAME"]))


def _memory() -> float:
    """The most that this process ever had resident, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _others(used: Spent, seconds: float) -> str:
    """Which part of the machine others used meanwhile."""
    left = used.machine - used.server - used.database - used.phones
    return f"{max(0.0, left) / seconds / (os.cpu_count() or 1):.0%}"
