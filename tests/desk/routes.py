"""Every route, with arguments that lead to things of one village: what the sweeps call."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.county import COUNTY, FAR, case, finding, household, inspection, place

from sanzhang.accounts.devices import devices_of, register_device
from sanzhang.accounts.models import Account
from sanzhang.cases.models import Case
from sanzhang.hazards.models import Hazard
from sanzhang.households.models import Household
from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.people.models import Appointment, Person
from sanzhang.photos.models import PhotoUse
from sanzhang.plans.drawing import drawn_by
from sanzhang.plans.models import Plan
from sanzhang.premises.models import Premises
from sanzhang.records.models import Record
from sanzhang.standing.board import board

Arguments = dict[str, object]


def all_routes() -> Iterator[tuple[str, URLPattern]]:
    """Name and pattern of every route of pages. The API asks for tokens instead, and has sweeps of its own in ``tests/api``."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "api":
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name}", pattern


def addresses_of(name: str, pattern: URLPattern) -> list[str]:
    """The route's addresses for what belongs to the far village. Fails for a parameter that nobody has given an example of."""
    wanted = list(pattern.pattern.converters)
    if not wanted:
        return [reverse(name)]
    missing = [parameter for parameter in wanted if parameter not in EXAMPLES]
    assert not missing, f"{name}: give an example for {missing} in tests/desk/routes.py"
    values = {parameter: EXAMPLES[parameter]() for parameter in wanted}
    return [reverse(name, kwargs=dict(zip(wanted, row, strict=True))) for row in zip(*values.values(), strict=False)]


def _record() -> list[object]:
    return list(Record.objects.filter(area=FAR).values_list("id", flat=True))


def _obligation() -> list[object]:
    return [standing.obligation.key for standing in board(COUNTY).standings if standing.obligation.area == FAR][:1]


def _key() -> list[object]:
    """Things that are named by ``key``: an obligation, a person, an appointment, an area, a place, a household of the far village."""
    appointment = Appointment.objects.filter(area=FAR, superseded_at__isnull=True).values_list("key", flat=True)[0]
    person = Person.objects.filter(area=FAR, superseded_at__isnull=True).values_list("key", flat=True)[0]
    shops = Premises.objects.filter(area=FAR, superseded_at__isnull=True).order_by("recorded_at")
    shop = shops.values_list("key", flat=True).first() or place(FAR, "某店")
    home = Household.objects.filter(area=FAR, superseded_at__isnull=True).values_list("key", flat=True).first() or household(FAR, "某户")
    return [*_obligation(), appointment, person, FAR, shop, home]


def _device() -> object:
    """A phone of somebody in the far village."""
    account = Account.objects.get(pk=_account())
    return (devices_of(account).first() or register_device(account, "某手机", "1.0.0")[0]).id


def _inspection() -> str:
    """An inspection of the far village, with one hazard; made for the purpose where there is none."""
    found = Inspection.objects.filter(area=FAR, findings_count=1).first()
    if found is None:
        at = timezone.now() - timedelta(days=10)
        return inspection(
            system_actor(), FAR, place(FAR, "某商店"), at, finding("安全出口堆放货物", due=timezone.localdate(at).isoformat())
        )
    return str(found.id)


def _case() -> object:
    """A citizen's report about the far village; made for the purpose where there is none."""
    found = Case.objects.filter(area=FAR).values_list("id", flat=True).first()
    return found or case("report", "received", FAR, place(FAR, "某饭馆"), note="楼道堆放杂物", result="visit")


def _plan() -> object:
    """A random draw of the far village, held; made for the purpose where there is none."""
    found = Plan.objects.filter(area=FAR).first()
    if found is None:
        today, shop = timezone.localdate(), place(FAR, f"只属于{FAR}的抽查对象")
        terms = {"kind": "draw", "title": f"只属于{FAR}的计划", "first": str(today), "last": str(today), "count": 1}
        found = Plan.objects.get(id=append(draft("plan.made", FAR, terms), system_actor()).id)
        people = list(Appointment.objects.filter(area=FAR, superseded_at__isnull=True).order_by("post").values_list("person", flat=True))
        append(draft("plan.drawn", FAR, drawn_by(found, shop, "given", people, today)), system_actor())
    return found.id


def _account() -> int:
    """An account of somebody in the far village, opened for the purpose."""
    person = Person.objects.filter(area=FAR, superseded_at__isnull=True).values_list("key", flat=True)[0]
    found = Account.objects.filter(person=person).first() or Account.objects.open("far", person, COUNTY, None)
    return int(found.pk)


EXAMPLES: dict[str, Callable[[], list[object]]] = {
    "key": _key,
    "code": lambda: [FAR],
    "record_id": _record,
    "device_id": lambda: [_device()],
    "question_key": lambda: ["0" * 32],
    "sha256": lambda: [PhotoUse.objects.filter(area=FAR).values_list("sha256", flat=True).first() or "0" * 64],
    "inspection_id": lambda: [_inspection()],
    "hazard_id": lambda: [Hazard.objects.get(inspection=_inspection()).id],
    "case_id": lambda: [_case()],
    "cycle": lambda: ["report"],
    "event": lambda: ["urged"],
    "case_event": lambda: ["unfounded"],
    "plan_id": lambda: [_plan()],
    "plan_kind": lambda: ["campaign"],
    "duty_id": lambda: ["village.joint_inspection"],
    "parameter_id": lambda: ["study_cadence"],
    "kind_id": lambda: ["joint_inspection"],
    "token": lambda: ["no-such-token"],
    "provider_id": lambda: ["oidc"],
    "entry_id": lambda: [Entry.objects.filter(area=FAR).values_list("id", flat=True)[0]],
    "table": lambda: ["people"],
    "upload": lambda: [uuid4()],
    "element_table": lambda: [uuid4()],
    "batch": lambda: [uuid4()],
    "sector_id": lambda: ["housing"],
    "account_id": lambda: [_account()],
    "person": lambda: [Person.objects.filter(area=FAR, superseded_at__isnull=True).values_list("key", flat=True)[0]],
}
