"""The state of the system: database, journal, packs, attachments, calendar, disk."""

import os
import platform
import shutil
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.registers import moment
from sanzhang.desk.words import noted, say
from sanzhang.journal.queries import checkpoints_visible_to, visible_to
from sanzhang.packs import pack_for
from sanzhang.packs.load import NOTICES, shipped
from sanzhang.rules.workdays import is_published

LEAST_FREE = 2 * 2**30


@needs("view.system")
def system(request: DeskRequest) -> HttpResponse:
    """What an operator looks at in the morning."""
    disk = shutil.disk_usage(settings.HOME if Path(settings.HOME).exists() else "/")
    count, size = _media()
    published, today = _published(timezone.localdate()), timezone.localdate()
    checkpoint = checkpoints_visible_to(request.scope).first()
    entries = visible_to(request.scope).filter(county=request.county)
    groups = [
        {
            "title": _("数据库与记录"),
            "facts": [
                {"label": _("数据库"), "value": {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)},
                {"label": _("数据库大小"), "value": filesizeformat(_database_size())},
                {"label": _("记录条数"), "value": str(entries.count())},
                {"label": _("未封存"), "value": str(entries.filter(seq__isnull=True).count()), "note": _("封存在写入后一两秒内完成。")},
                {
                    "label": _("最近的签名检查点"),
                    "value": noted(moment(checkpoint.made_at), checkpoint.seq) if checkpoint else _("还没有"),
                },
            ],
        },
        {
            "title": _("附件与磁盘"),
            "facts": [
                {"label": _("附件"), "value": _("%(n)s 个，%(size)s") % {"n": count, "size": filesizeformat(size)}},
                {
                    "label": _("磁盘可用"),
                    "value": _("%(free)s，共 %(total)s") % {"free": filesizeformat(disk.free), "total": filesizeformat(disk.total)},
                },
            ],
        },
        {"title": _("策略包"), "facts": _packs(request.county)},
        {
            "title": _("工作日历"),
            "facts": [{"label": _("节假日已公布到"), "value": _("%(year)s 年") % {"year": published}, "note": _("再往后只按周末推算。")}],
        },
        {
            "title": _("版本"),
            "facts": [
                {"label": "三长", "value": version("sanzhang")},
                {"label": "Python", "value": platform.python_version()},
                {"label": "Django", "value": django.get_version()},
            ],
        },
    ]
    return render(request, "desk/registers/system.html", {"groups": groups, "warnings": _warnings(published, today, disk.free)})


def _warnings(published: int, today: date, free: int) -> list[str]:
    found = []
    if published < today.year + 1:
        found.append(
            _("%(year)s 年的节假日安排还没有收录，涉及那一年的工作日期限只按周末推算。安排一般在上年第四季度公布，公布后更新程序。")
            % {"year": max(published, today.year - 1) + 1}
        )
    if free < LEAST_FREE:
        found.append(_("磁盘剩余不足 2 GB。磁盘写满后不能再记录：清理磁盘或扩容。"))
    return found


def _published(today: date) -> int:
    """The last year, from last year on, whose holidays are known."""
    year = today.year - 1
    while is_published(year + 1):
        year += 1
    return year


def _packs(county: str) -> list[dict[str, Any]]:
    applies = pack_for(county, settings.DEFAULT_PACK).id
    packs = [shipped(folder.name) for folder in sorted(NOTICES.iterdir()) if folder.is_dir()]
    return [
        {
            "label": pack.id,
            "value": say(pack.title),
            "note": _("第 %(version)s 版") % {"version": pack.version} + (_("，本旗适用") if pack.id == applies else ""),
        }
        for pack in packs
    ]


def _database_size() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    name = str(connection.settings_dict["NAME"])
    return sum(Path(name + ending).stat().st_size for ending in ("", "-wal", "-shm") if Path(name + ending).exists())


def _media() -> tuple[int, int]:
    """How many attachments there are, and how large they are together."""
    count = size = 0
    for folder, _folders, files in os.walk(settings.MEDIA_STORE):
        for name in files:
            count += 1
            size += (Path(folder) / name).stat().st_size
    return count, size
