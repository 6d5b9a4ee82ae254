"""What every page is given: navigation, who is signed in, the date, the demo mark."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, gettext_noop

from sanzhang.demo.queries import is_demo
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.places import place_names
from sanzhang.desk.words import say
from sanzhang.people.posts import posts_of, slice_post_of
from sanzhang.people.queries import names_of

Pages = list[tuple[str, str, tuple[str, ...]]]
# Group → pages: name and, after a stroke, what it is called with; title; the powers of which one is needed (none: everybody).
NAVIGATION: list[tuple[str, Pages]] = [
    ("", [("home", gettext_noop("首页"), ())]),
    (
        gettext_noop("履职"),
        [
            ("ledger", gettext_noop("履职台账"), ("view.area",)),
            ("net", gettext_noop("责任网"), ("view.area",)),
            ("progress", gettext_noop("阶段任务进度"), ("view.area",)),
            ("records", gettext_noop("履职记录"), ("view.area",)),
            ("inspections", gettext_noop("检查"), ("view.area",)),
            ("hazards", gettext_noop("隐患"), ("view.area",)),
            ("plans", gettext_noop("检查计划"), ("view.area",)),
            ("proposals", gettext_noop("措施建议"), ("view.area",)),
            ("questions", gettext_noop("疑问"), ("ask.questions",)),
        ],
    ),
    (
        gettext_noop("督办"),
        [
            ("referrals", gettext_noop("隐患抄告"), ("refer.hazards", "answer.referrals", "view.all_sectors")),
            ("cases/listing", gettext_noop("重大火灾隐患"), ("view.area",)),
            ("cases/sealing", gettext_noop("临时查封"), ("issue.orders", "view.all_sectors")),
            ("cases/penalty", gettext_noop("行政处罚"), ("issue.orders", "view.all_sectors")),
            ("cases/report", gettext_noop("举报投诉"), ("view.area",)),
        ],
    ),
    (
        gettext_noop("依据"),
        [
            ("notice", gettext_noop("通知条款"), ("view.area",)),
            ("parameters", gettext_noop("待定参数"), ("view.area",)),
            ("elements", gettext_noop("判定要素表"), ("determine.major",)),
        ],
    ),
    (
        gettext_noop("名册"),
        [
            ("areas", gettext_noop("区划"), ("view.area", "manage.areas")),
            ("premises", gettext_noop("场所"), ("view.area",)),
            ("households", gettext_noop("住户"), ("view.area",)),
            ("people", gettext_noop("人员"), ("view.area", "manage.people")),
            ("appointments", gettext_noop("任职"), ("view.area", "manage.people")),
            ("slices", gettext_noop("分片包干"), ("view.area", "manage.people")),
            ("departments", gettext_noop("部门"), ("view.area", "manage.people")),
            ("teams", gettext_noop("消防队伍"), ("view.area", "manage.people")),
            ("committees", gettext_noop("防火安全委员会"), ("view.area", "manage.people")),
            ("imports", gettext_noop("导入"), ("import.data",)),
            ("plates", gettext_noop("打印标牌"), ("manage.premises", "manage.areas")),
        ],
    ),
    (
        gettext_noop("管理"),
        [
            ("accounts", gettext_noop("账号"), ("manage.accounts",)),
            ("audit", gettext_noop("审计"), ("view.audit",)),
            ("system", gettext_noop("系统状态"), ("view.system",)),
        ],
    ),
]


def page(request: DeskRequest) -> dict[str, Any]:
    """Context of every page."""
    context: dict[str, Any] = {
        "product": _("三长"),
        "languages": [{"code": code, "name": name, "current": code == get_language()} for code, name in settings.LANGUAGES],
        "navigation": [],
        "account": None,
    }
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        context |= {"navigation": _navigation(request), "account": _account(request), "demo": is_demo(request.county)}
    return context


def _navigation(request: Any) -> list[dict[str, Any]]:
    powers = {power for actor in request.actors for power in actor.powers}
    match = request.resolver_match
    section = _section(match.url_name or "", match.kwargs.get("cycle", "") or getattr(request, "cycle", "")) if match else ""
    groups = []
    for title, pages in NAVIGATION:
        items = [
            {"title": _(label), "url": _address(name), "active": name == section}
            for name, label, needed in pages
            if (not needed or powers.intersection(needed)) and (name != "slices" or slice_post_of(request.county))
        ]
        if items:
            groups.append({"title": _(title) if title else "", "items": items})
    return groups


# Pages below a page of the navigation whose names do not begin with its name.
BELOW = {
    "obligation": "ledger", "matrix": "ledger", "record": "records", "media": "records", "parameter": "parameters", "proposal": "proposals",
    "area": "areas", "person": "people", "appointment": "appointments", "hand": "appointments", "slice": "slices", "department": "departments",
    "team": "teams", "committee": "committees", "household": "households", "inspection": "inspections", "hazard": "hazards", "import": "imports",
    "case": "cases", "account": "accounts", "question": "questions", "plan": "plans", "visits": "plans", "device": "accounts", "devices": "accounts",
    "element": "elements",
}  # fmt: skip


def _section(name: str, cycle: str) -> str:
    """The page of the navigation to which the page called ``name`` belongs."""
    first = name.split("_")[0]
    section = BELOW.get(first, first)
    return f"{section}/{cycle}" if section == "cases" else section


def _address(name: str) -> str:
    page, _stroke, argument = name.partition("/")
    return reverse(f"desk:{page}", args=[argument] if argument else [])


def _account(request: Any) -> dict[str, Any]:
    person = request.user.person
    name = names_of([person]).get(person, request.user.username)
    posts = posts_of(request.county)
    areas = place_names([actor.area for actor in request.actors])
    held = [
        f"{areas.get(actor.area, actor.area)} {say(posts[actor.post].title) if actor.post in posts else actor.post}"
        for actor in request.actors
    ]
    return {"name": name, "posts": held, "initials": name[:1]}
