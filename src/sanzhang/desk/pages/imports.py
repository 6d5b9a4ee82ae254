"""Import: choose a file, see every fault and every change at once, commit the whole of it, take it back."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.exports import XLSX
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import post_titles
from sanzhang.desk.words import tell, tell_all
from sanzhang.imports import batches as done, uploads
from sanzhang.imports.importing import Refused, check_file, commit_file, may_import
from sanzhang.imports.models import Upload
from sanzhang.imports.registers import BY_KIND, Register
from sanzhang.imports.report import UNCHANGED, Report
from sanzhang.imports.table import IMPORT, Fault, Table
from sanzhang.imports.tables import TABLES
from sanzhang.imports.template import notes, template, text_workbook
from sanzhang.imports.undoing import undo_batch
from sanzhang.journal.actors import Actor
from sanzhang.journal.models import Entry
from sanzhang.people.queries import names_of
from sanzhang.rules.problems import Problem, Problems

PAGE = 100
PAGES = {
    "areas": "desk:area", "people": "desk:person", "appointments": "desk:appointment", "premises": "desk:premises_one",
    "households": "desk:household",
}  # fmt: skip
STATES = {"new": gettext_lazy("新增"), "changed": gettext_lazy("更改"), "unchanged": gettext_lazy("不变"), "removed": gettext_lazy("撤回")}


class UploadForm(forms.Form):
    """Which table, which file, and in which post when there are several."""

    table = forms.ChoiceField(label=gettext_lazy("导入到"))
    appointment = forms.ChoiceField(label=gettext_lazy("以哪个岗位导入"))
    file = forms.FileField(
        label=gettext_lazy("文件"), help_text=gettext_lazy("Excel（.xlsx）或 CSV，不超过 10 MB。CSV 的 UTF-8 和 GBK 编码都能读。")
    )

    def __init__(self, request: DeskRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.txt"
        self.fields["table"].choices = [(table.name, _(table.title)) for table in _tables(request)]  # type: ignore[attr-defined]
        actors = sorted(
            {actor.appointment: actor for table in _tables(request) for actor in _able(request, table)}.values(),
            key=lambda actor: len(actor.area),
        )
        posts, areas = post_titles(request.county), place_names([actor.area for actor in actors])
        self.fields["appointment"].choices = [  # type: ignore[attr-defined]
            (actor.appointment, f"{areas.get(actor.area, actor.area)} {posts.get(actor.post, actor.post)}") for actor in actors
        ]
        if len(actors) == 1:
            self.fields["appointment"].widget = forms.HiddenInput()
            self.fields["appointment"].initial = actors[0].appointment

    def clean_file(self) -> Any:
        """Only a file that can be kept."""
        file = self.cleaned_data["file"]
        try:
            uploads.check_size(file.size, file.name)
        except Problem as problem:
            told = tell(problem)
            raise forms.ValidationError(f"{told['message']}{told['hint']}") from problem
        return file


@require_GET
@needs(IMPORT)
def imports(request: DeskRequest) -> HttpResponse:
    """Where an import begins; and what was imported lately."""
    form = UploadForm(request, initial={"table": request.GET.get("table")})
    return _first_page(request, form)


@require_POST
@needs(IMPORT)
def import_upload(request: DeskRequest) -> HttpResponse:
    """Check a file and keep it, with what the check found, until it is committed."""
    form = UploadForm(request, request.POST, request.FILES)
    if not form.is_valid():
        return _first_page(request, form)
    table, file = TABLES[form.cleaned_data["table"]], form.cleaned_data["file"]
    actor = _actor(request, table, form.cleaned_data["appointment"])
    content = file.read()
    report = check_file(table, content, file.name, request.county, actor)
    upload = uploads.keep(content, report, name=file.name, account=request.user, appointment=actor.appointment)
    return redirect("desk:import_check", upload.id)


@require_GET
@needs(IMPORT)
def import_template(request: DeskRequest, table: str) -> HttpResponse:
    """The workbook to fill in."""
    chosen = _table(request, table)
    return _workbook(template(chosen, request.county), f"{_(chosen.title)}-{_('导入模板')}.xlsx")


@require_GET
@needs(IMPORT)
def import_check(request: DeskRequest, upload: UUID) -> HttpResponse:
    """What the check found: every fault, or every change that a commit would make."""
    kept = _kept(request, upload)
    return _check_page(request, kept, uploads.report_of(kept))


@require_POST
@needs(IMPORT)
def import_commit(request: DeskRequest, upload: UUID) -> HttpResponse:
    """Make every change of the file, or none."""
    kept = _kept(request, upload)
    table = _table(request, kept.table)
    try:
        batch, report = commit_file(table, uploads.content_of(kept), kept.name, request.county, _actor(request, table, kept.appointment))
    except Refused as refused:
        uploads.note(kept, refused.report)
        messages.error(request, _("没有写入：检查之后名册又有变化，问题如下。"))
        return redirect("desk:import_check", kept.id)
    kept.delete()
    counts = report.counts
    messages.success(request, _("已导入：新增 {new}，更改 {changed}，不变 {unchanged}。").format(**counts))
    return redirect("desk:import_batch", batch)


@require_GET
@needs(IMPORT)
def import_batch(request: DeskRequest, batch: UUID) -> HttpResponse:
    """What one import did, and whether it was taken back."""
    return _batch_page(request, batch, [])


@require_POST
@needs(IMPORT)
def import_undo(request: DeskRequest, batch: UUID) -> HttpResponse:
    """Take an import back, as a whole."""
    register = _register(request, batch)
    able = [actor for actor in request.actors if {IMPORT, register.power} <= actor.powers]
    if not able:
        raise Http404
    try:
        undone = undo_batch(str(batch), request.county, min(able, key=lambda actor: len(actor.area)))
    except Problems as problems:
        return _batch_page(request, batch, tell_all(problems))
    messages.success(request, _("已撤销，各项恢复为导入之前的内容。"))
    return redirect("desk:import_batch", undone)


def _first_page(request: DeskRequest, form: UploadForm) -> HttpResponse:
    recent = done.visible_batches(request.scope, request.county, request.user.person)
    people = names_of([row["person"] for row in recent])
    rows = [
        row
        | {
            "who": people.get(row["person"], "—"),
            "title": _(row["register"].title),
            "url": reverse("desk:import_batch", args=[row["batch"]]),
        }
        for row in recent
    ]
    tables = [{"name": table.name, "title": _(table.title), "notes": notes(table)} for table in _tables(request)]
    return render(request, "desk/imports/imports.html", {"form": form, "tables": tables, "batches": rows})


def _check_page(request: DeskRequest, upload: Upload, report: Report) -> HttpResponse:
    if request.GET.get("export"):
        return _faults_file(report)
    table = TABLES[report.table]
    order = {"changed": 0, "new": 1, UNCHANGED: 2}
    lines = sorted(report.lines, key=lambda line: (order[line.state], line.row))
    faults = _page(request, report.faults)
    context = {
        "upload": upload,
        "report": report,
        "title": _(table.title),
        "counts": report.counts,
        "faults": faults,
        "problems": [_told(fault) for fault in faults],
        "lines": _page(request, lines),
        "states": STATES,
        "until": upload.made_at + uploads.KEPT,
        "template_url": reverse("desk:import_template", args=[table.name]),
    }
    return render(request, "desk/imports/check.html", context)


def _batch_page(request: DeskRequest, batch: UUID, problems: list[dict[str, str]]) -> HttpResponse:
    register = _register(request, batch)
    entries = _entries(request).filter(batch=str(batch)).order_by("recorded_at", "id")
    page = _page(request, entries)
    first = entries[0]
    undo = done.undo_of(str(batch))
    taken_back = _entries(request).filter(batch=undo).exists()
    steps = [_step(step) for step in done.steps_of(page)]
    context = {
        "batch": batch,
        "title": _(register.title),
        "page": page,
        "steps": steps,
        "count": page.paginator.count,
        "who": names_of([first.person]).get(first.person, "—"),
        "when": timezone.localtime(first.recorded_at),
        "undone_url": reverse("desk:import_batch", args=[undo]) if taken_back else "",
        "can_undo": not taken_back and any({IMPORT, register.power} <= actor.powers for actor in request.actors),
        "list_url": reverse(f"desk:{register.page}"),
        "problems": problems,
    }
    return render(request, "desk/imports/batch.html", context, status=409 if problems else 200)


def _step(step: done.Step) -> dict[str, Any]:
    """A step as the page shows it, with a link while the thing is still as the batch left it."""
    row = step.after or step.before
    linked = step.register.page in PAGES and step.after is not None and step.after.superseded_at is None
    url = reverse(PAGES[step.register.page], args=[step.key]) if linked else ""
    return {"name": step.register.name_of(row) if row else step.key, "state": STATES[step.state], "url": url}


def _told(fault: Fault) -> dict[str, str]:
    """A fault as the part for problems shows it."""
    where = [_("第 {row} 行").format(row=fault.row) if fault.row else _("整个文件"), fault.column]
    return tell(fault.problem) | {"where": " · ".join(part for part in where if part)}


def _faults_file(report: Report) -> HttpResponse:
    """Every fault as a file, for whoever mends the list."""
    told = [(fault, tell(fault.problem)) for fault in report.faults]
    rows = [[str(fault.row or ""), fault.column, words["message"], words["hint"]] for fault, words in told]
    content = text_workbook(_("问题清单"), [[_("行"), _("列"), _("问题"), _("怎么办")], *rows])
    return _workbook(content, f"{report.name}-{_('问题清单')}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    return response


def _page(request: DeskRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def _tables(request: DeskRequest) -> list[Table]:
    """The tables that one of the user's posts may import."""
    return [table for table in TABLES.values() if _able(request, table)]


def _able(request: DeskRequest, table: Table) -> list[Actor]:
    return [actor for actor in request.actors if may_import(table, actor)]


def _table(request: DeskRequest, name: str) -> Table:
    table = TABLES.get(name)
    if table is None or not _able(request, table):
        raise Http404
    return table


def _actor(request: DeskRequest, table: Table, appointment: str) -> Actor:
    """The chosen post, when it may import the table; else the widest one that may."""
    able = sorted(_able(request, table), key=lambda actor: len(actor.area))
    if not able:
        raise Http404
    return next((actor for actor in able if actor.appointment == appointment), able[0])


def _kept(request: DeskRequest, upload: UUID) -> Upload:
    kept = uploads.kept(upload, request.user)
    if kept is None:
        raise Http404
    _table(request, kept.table)
    return kept


def _entries(request: DeskRequest) -> QuerySet[Entry]:
    return done.visible_entries(request.scope, request.county, request.user.person)


def _register(request: DeskRequest, batch: UUID) -> Register:
    """The register that a batch is about; nothing of a batch outside the scope is told."""
    first = _entries(request).filter(batch=str(batch)).first()
    if first is None:
        raise Http404
    return BY_KIND[first.kind]
