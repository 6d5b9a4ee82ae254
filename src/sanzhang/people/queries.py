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
    actors = []
    for held in held_on(person, day):
        post = posts_of(held.county).get(held.post)
        actors.append(Actor(person, held.post, held.area, held.sector, post.powers if post else frozenset(), held.key))
    return actors


def scope_of(actors: list[Actor], power: str = VIEW) -> Scope:
    """The union of the areas over which the posts carry ``power``. A sector's post sees its own sector."""
    return Scope(tuple(Place(actor.area, "" if "view.all_sectors" in actor.powers else actor.sector) for actor in actors if power in actor.powers))


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
