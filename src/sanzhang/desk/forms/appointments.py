"""Forms with which posts are filled, handed over and ended."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.forms.people import PersonField
from sanzhang.desk.words import noted, say
from sanzhang.journal.actors import Scope
from sanzhang.packs import pack_for
from sanzhang.people.models import Appointment, Person
from sanzhang.rules.areas import LENGTHS, Level
from sanzhang.rules.pack.model import Post


class AreaChoice(forms.Form):
    """Where somebody is to be appointed: asked first, because the posts depend on it."""

    area = forms.ChoiceField(label=gettext_lazy("区划"))

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = area_choices(scope, Level.COUNTY, Level.TOWN, Level.VILLAGE, Level.GRID)  # type: ignore[attr-defined]


class AppointForm(forms.Form):
    """A person, a post of that area's level, and from when to when."""

    post = forms.ChoiceField(label=gettext_lazy("岗位"))
    person = PersonField(label=gettext_lazy("人员"), help_text=gettext_lazy("写姓名或编号。"))
    start = forms.DateField(label=gettext_lazy("自"), widget=DayInput())
    end = forms.DateField(
        label=gettext_lazy("至"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("最后一天；没有定的留空。"),
    )

    def __init__(self, request: DeskRequest, area: str, people: QuerySet[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", "—"), *post_choices(request, area)]  # type: ignore[attr-defined]
        self.fields["person"].offer(people)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take post and sector apart."""
        data = super().clean() or {}
        data["post"], _slash, data["sector"] = data.get("post", "").partition("/")
        return data


def post_choices(request: DeskRequest, area: str) -> list[tuple[str, Any]]:
    """The posts held at the level of ``area``; those of a sector once for each sector. A department appoints in its own sector alone."""
    pack = pack_for(request.county, settings.DEFAULT_PACK)
    appointing = [actor for actor in request.actors if actor.may("manage.people", area)]
    bound = all(actor.sector and "view.all_sectors" not in actor.powers for actor in appointing)
    own = {actor.sector for actor in appointing}
    sectors = [sector for sector in pack.sectors if not bound or sector.id in own]
    found: list[tuple[str, Any]] = []
    for post in pack.posts:
        if not is_held_at(post, area) or (bound and not post.per_sector):
            continue
        title = say(post.title)
        found.append(
            (title, [(f"{post.id}/{sector.id}", noted(title, say(sector.title))) for sector in sectors])
            if post.per_sector
            else (post.id, title)
        )
    return found


def is_held_at(post: Post, area: str) -> bool:
    """Whether the post is held at the level of ``area``; one above the county is entered at the county."""
    return len(area) == max(LENGTHS[post.level], LENGTHS[Level.COUNTY])


class EndForm(forms.Form):
    """The last day of an appointment."""

    end = forms.DateField(label=gettext_lazy("最后一天"), widget=DayInput())


class HandOverForm(forms.Form):
    """Who takes over, and from which day on."""

    successor = PersonField(label=gettext_lazy("接任人"), help_text=gettext_lazy("写姓名或编号。"))
    from_day = forms.DateField(
        label=gettext_lazy("自何日起"),
        widget=DayInput(),
        help_text=gettext_lazy("接任人的第一天；原任职到前一天为止。"),
    )
    note = forms.CharField(label=gettext_lazy("交接说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, people: QuerySet[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].offer(people)  # type: ignore[attr-defined]


class SliceForm(forms.Form):
    """Several villages for one officer."""

    officer = forms.ChoiceField(label=gettext_lazy("监督员"))
    from_day = forms.DateField(
        label=gettext_lazy("自何日起"),
        widget=DayInput(),
        help_text=gettext_lazy("已有监督员的村，原任职到前一天为止。"),
    )
    villages = forms.MultipleChoiceField(label=gettext_lazy("嘎查村社区"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, officers: list[tuple[str, str]], villages: list[tuple[str, list[tuple[str, str]]]], today: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [("", "—"), *officers]  # type: ignore[attr-defined]
        self.fields["villages"].choices = villages  # type: ignore[attr-defined]
        self.fields["from_day"].initial = today


def ended_words(held: Appointment) -> str:
    """The last day of an appointment, or that it goes on."""
    return held.end.isoformat() if held.end else _("现在")
