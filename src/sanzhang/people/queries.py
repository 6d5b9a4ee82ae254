"""Reads of people and appointments, and what follows from a person's posts: his powers and his scope."""

from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from sanzhang.areas.queries import standing_at
from sanzhang.journal.actors import Actor, Place, Scope
from sanzhang.people.models import Appointment, Person
from sanzhang.people.posts import posts_of
from sanzhang.rules import facts

VIEW = "view.area"


def held_on(person: str, day: date) -> QuerySet[Appointment]:
    """The posts that ``person`` holds on ``day``."""
    current = Q(end__isnull=True) | Q(end__gte=day)
    return Appointment.objects.filter(current, person=person, start__lte=day, superseded_at__isnull=True).order_by("area", "post")


def actors_of(person: str, day: date) -> list[Actor]:
    """``person`` in each post that he holds on ``day``, with the powers that the county's pack gives it."""
    held = list(held_on(person, day))
    posts = {county: posts_of(county) for county in {one.county for one in held}}
    powers = [posts[one.county][one.post].powers if one.post in posts[one.county] else frozenset() for one in held]
    return [Actor(person, one.post, one.area, one.sector, able, one.key) for one, able in zip(held, powers, strict=True)]


def scope_of(actors: list[Actor], power: str = VIEW) -> Scope:
    """The union of the areas over which the posts carry ``power``. A sector's post sees its own sector."""
    return Scope(
        tuple(Place(actor.area, "" if "view.all_sectors" in actor.powers else actor.sector) for actor in actors if power in actor.powers)
    )


def people_visible_to(scope: Scope) -> QuerySet[Person]:
    """Present people inside the scope, by the area in which they are registered."""
    return Person.objects.filter(scope.filter("area"), superseded_at__isnull=True).order_by("area", "number")


def appointments_visible_to(scope: Scope) -> QuerySet[Appointment]:
    """Present appointments inside the scope, each with its holder's name."""
    name = Person.objects.filter(key=OuterRef("person"), superseded_at__isnull=True).values("name")[:1]
    rows = Appointment.objects.filter(scope.filter("area", "sector"), superseded_at__isnull=True)
    return rows.annotate(name=Subquery(name)).order_by("area", "post", "start")


def names(county: str) -> dict[str, str]:
    """Names of everybody in a county by key."""
    return dict(Person.objects.filter(county=county, superseded_at__isnull=True).values_list("key", "name"))


def appointment_facts(county: str, known_at: datetime | None) -> tuple[facts.Appointment, ...]:
    """Appointments as the rules take them: the present states, or those known at ``known_at``."""
    rows = Appointment.objects.filter(standing_at(known_at), county=county).order_by("key")
    fields = rows.values_list("key", "person", "post", "area", "start", "end", "sector", "recorded_at", "superseded_at")
    return tuple(facts.Appointment(*row) for row in fields)


def names_of(people: list[str]) -> dict[str, str]:
    """Names of ``people`` by key."""
    return dict(Person.objects.filter(key__in=people, superseded_at__isnull=True).values_list("key", "name"))


def on(day: date) -> Q:
    """The condition that an appointment is held on ``day``."""
    return Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gte=day))


def person_states(scope: Scope, person: str) -> QuerySet[Person]:
    """Every state of one person registered inside the scope, the newest first."""
    return Person.objects.filter(scope.filter("area"), key=person).order_by("-recorded_at")


def holders_of(scope: Scope, post: str, area: str, sector: str) -> QuerySet[Appointment]:
    """Everybody who held, holds or will hold one post, the latest first."""
    return appointments_visible_to(scope).filter(post=post, area=area, sector=sector).order_by("-start", "-recorded_at")


def people_known(scope: Scope) -> QuerySet[Person]:
    """Everybody of the counties inside the scope, by number and name alone: for opening accounts, which sees nothing else."""
    return Person.objects.filter(scope.filter("county"), superseded_at__isnull=True).only("id", "key", "number", "name").order_by("number")


def people_chosen(scope: Scope, chosen: list[str]) -> QuerySet[Person]:
    """People inside the scope, and those who were chosen into a body of it before, wherever they are registered."""
    return Person.objects.filter(scope.filter("area") | Q(key__in=chosen), superseded_at__isnull=True).order_by("area", "number")
