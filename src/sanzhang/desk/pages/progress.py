"""The staged progress table (阶段任务完成进度表): stages across, towns down."""

from collections import defaultdict
from typing import Any

import django_tables2 as tables
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.listing import show_list
from sanzhang.desk.seen import board_for, seen
from sanzhang.desk.words import say
from sanzhang.rules.standing import Standing, State

DONE = (State.MET, State.MET_LATE, State.EXEMPT)


class StageColumn(tables.Column):  # type: ignore[misc]
    """How much of a stage is done in an area: done of owed, with a link to what is not."""

    def render(self, value: Any) -> str:
        """done / owed."""
        done, owed, url = value
        if not owed:
            return "—"
        return format_html('<a href="{}">{} / {}</a>{}', url, done, owed, " ✓" if done == owed else "")

    def value(self, value: Any, **rest: Any) -> str:
        """done / owed, plain."""
        return f"{value[0]} / {value[1]}" if value[1] else ""


@needs("view.area")
def progress(request: DeskRequest) -> HttpResponseBase:
    """Per town (and for the whole county): obligations of the stage's duties that are done, of those that fell due or run now."""
    board = board_for(request)
    by_area: dict[str, dict[str, list[Standing]]] = defaultdict(lambda: defaultdict(list))
    stages_of = defaultdict(list)
    for stage in board.pack.stages:
        for duty in stage.duties:
            stages_of[duty].append(stage.id)
    for standing in seen(board, request.scope):
        for stage_id in stages_of.get(standing.obligation.duty.id, ()):
            by_area[standing.obligation.area[:9]][stage_id].append(standing)
    rows = []
    for code in sorted(by_area):
        row: dict[str, Any] = {"code": code, "area": board.area_name(code) + (_("（旗级）") if len(code) == 6 else "")}
        for stage in board.pack.stages:
            owed = by_area[code][stage.id]
            url = f"{reverse('desk:ledger')}?area={code}" + (f"&duty={stage.duties[0]}" if len(stage.duties) == 1 else "")
            row[stage.id] = (sum(standing.state in DONE for standing in owed), len(owed), url)
        rows.append(row)
    columns = [
        (stage.id, StageColumn(verbose_name=say(stage.title), orderable=False, attrs={"td": {"class": "num"}, "th": {"class": "num"}}))
        for stage in board.pack.stages
    ]
    table = ProgressTable(rows, extra_columns=columns)
    stages = [
        {
            "title": say(stage.title),
            "clause": stage.clause,
            "by": stage.by,
            "duties": [say(board.duties[duty].title) for duty in stage.duties],
        }
        for stage in board.pack.stages
    ]
    return show_list(request, "desk/progress.html", table, {"title": _("阶段任务完成进度表"), "stages": stages, "board": board})


class ProgressTable(tables.Table):  # type: ignore[misc]
    """One town a row; a column for each stage is added."""

    area = tables.Column(verbose_name=gettext_lazy("区划"), order_by="code")
