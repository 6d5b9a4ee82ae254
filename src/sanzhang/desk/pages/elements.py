"""Elements of an edition that the brigade copies from the standard: a file is checked whole, loaded by one person, and confirmed by another."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.element_tables import counts_of, told_problem, told_rows, told_tables
from sanzhang.desk.exports import XLSX
from sanzhang.desk.registers import attempt
from sanzhang.desk.words import say, tell
from sanzhang.determination.entries.check_elements import ElementsChecked
from sanzhang.determination.entries.load_elements import payload_of
from sanzhang.determination.models import ElementTable
from sanzhang.determination.queries import in_use, rows_of, tables_of
from sanzhang.imports import uploads
from sanzhang.imports.elements import read_rows
from sanzhang.imports.elements_template import elements_template
from sanzhang.imports.models import Upload
from sanzhang.imports.report import Report
from sanzhang.journal.append import append, draft
from sanzhang.packs import editions
from sanzhang.rules.determination.editions import Edition
from sanzhang.rules.determination.rows import Row
from sanzhang.rules.determination.table import read_table
from sanzhang.rules.determination.unfit import cautions
from sanzhang.rules.problems import Problem, Problems

POWER = "determine.major"
TABLE = "elements"


class FileForm(forms.Form):
    """A table of elements."""

    file = forms.FileField(label=gettext_lazy("要素表文件"), help_text=gettext_lazy("Excel（.xlsx）、CSV 或 YAML，按模板的列填写。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.yaml,.yml"

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
@needs(POWER)
def elements(request: DeskRequest) -> HttpResponse:
    """What is loaded, by whom it was entered and checked; and where the next one is loaded."""
    return _first_page(request, FileForm(), [])


@require_GET
@needs(POWER)
def elements_template_file(request: DeskRequest) -> HttpResponse:
    """The workbook to fill in."""
    response = HttpResponse(elements_template(editions().facts), content_type=XLSX)
    response["Content-Disposition"] = str(content_disposition_header(True, f"{_('判定要素表')}-{_waiting().number}.xlsx"))
    return response


@require_POST
@needs(POWER)
def elements_upload(request: DeskRequest) -> HttpResponse:
    """Check a file: every fault at once. What is right is kept until it is loaded."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _first_page(request, form, [])
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        rows = _read(content, file.name)
    except (Problem, Problems) as error:
        return _first_page(request, form, [told_problem(one) for one in (error.problems if isinstance(error, Problems) else [error])])
    report = Report(TABLE, request.county, file.name, "", len(rows), [], [])
    upload = uploads.keep(content, report, name=file.name, account=request.user, appointment="")
    return redirect("desk:elements_check", upload.id)


@needs(POWER)
def elements_check(request: DeskRequest, upload: UUID) -> HttpResponse:
    """The checked file, row by row, with what is worth looking at again; a POST loads it."""
    kept = _kept(request, upload)
    rows = _read(uploads.content_of(kept), kept.name)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        actor = actor_for(request, POWER, request.county)
        problems = attempt(lambda: append(draft("elements.loaded", request.county, payload_of(rows, _waiting().id)), actor))
        if not problems:
            kept.delete()
            messages.success(request, _("已装载，待另一位有判定权限的人对照标准复核；复核之前不使用。"))
            return redirect("desk:elements")
    context = {
        "title": _("检查要素表"),
        "lede": f"{kept.name} · {counts_of(rows)}",
        "rows": told_rows(rows),
        "cautions": [told_problem(one) for one in cautions(rows, _waiting())],
        "problems": problems,
        "can_load": True,
    }
    return render(request, "desk/element_table.html", context)


@needs(POWER)
def element_table(request: DeskRequest, element_table: UUID) -> HttpResponse:
    """One table beside which the standard is held; a POST says whether it is right."""
    found = tables_of(request.county).filter(id=element_table).first()
    if found is None:
        raise Http404
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        payload = ElementsChecked(table=found.id, right="right" in request.POST, note=request.POST.get("note", "").strip()[:200])
        problems = attempt(lambda: append(draft("elements.checked", request.county, payload), actor_for(request, POWER, request.county)))
        if not problems:
            messages.success(request, _("已复核，从现在起按这张表判定。") if payload.right else _("已登记：这张表不用。"))
            return redirect("desk:elements")
    return _table_page(request, found, problems)


def _table_page(request: DeskRequest, found: ElementTable, problems: list[dict[str, str]]) -> HttpResponse:
    rows, (told,) = rows_of(found), told_tables([found], in_use(request.county).values())
    own = found.person == request.user.person
    context = {
        "title": _("判定要素表"),
        "lede": told["counts"],
        "table": told,
        "rows": told_rows(rows),
        "cautions": [told_problem(one) for one in cautions(rows, _edition(found.edition))] if told["state"] == "waiting" else [],
        "problems": problems,
        "note": request.POST.get("note", ""),
        "can_confirm": told["state"] == "waiting" and not own,
        "can_refuse": told["state"] == "waiting",
        "own": own,
    }
    return render(request, "desk/element_table.html", context, status=409 if problems else 200)


def _first_page(request: DeskRequest, form: FileForm, problems: list[dict[str, str]]) -> HttpResponse:
    tables = told_tables(tables_of(request.county), in_use(request.county).values())
    numbers = {one.id: one.number for one in editions()}
    context = {
        "form": form,
        "problems": problems,
        "tables": [table | {"number": numbers.get(table["edition"], table["edition"])} for table in tables],
        "edition": _waiting(),
        "edition_title": say(_waiting().title),
    }
    return render(request, "desk/elements.html", context)


def _read(content: bytes, name: str) -> list[Row]:
    """The rows of a file in which nothing is wrong. Raises ``Problem`` or ``Problems``."""
    rows = read_rows(content, name)
    read_table(rows, _waiting().id, editions(), named=False)
    return rows


def _kept(request: DeskRequest, upload: UUID) -> Upload:
    kept = uploads.kept(upload, request.user)
    if kept is None or kept.table != TABLE or kept.county != request.county:
        raise Http404
    return kept


def _waiting() -> Edition:
    """The edition that waits for its elements. Raises ``Http404`` when every one ships with them."""
    found = next((one for one in editions() if not one.loaded and one.counts), None)
    if found is None:
        raise Http404
    return found


def _edition(name: str) -> Edition:
    return editions().named(name) or _waiting()
