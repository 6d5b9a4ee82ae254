"""What the registers hold now, read once for a whole file."""

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from sanzhang.areas.models import Area
from sanzhang.committee.models import Committee
from sanzhang.departments.models import Department
from sanzhang.households.models import Household
from sanzhang.households.personal import Personal, personal_of_each
from sanzhang.journal.actors import Actor
from sanzhang.journal.models import Version
from sanzhang.people.models import Appointment, Person
from sanzhang.people.posts import posts_of
from sanzhang.premises.models import Premises
from sanzhang.premises.telephone import phones_of
from sanzhang.rules.areas import LENGTHS, Level, covers
from sanzhang.rules.pack.model import Post
from sanzhang.teams.models import Team

V = TypeVar("V", bound=Version)


class Known:
    """The present states of one county's registers, as the importer may use them."""

    def __init__(self, county: str, actor: Actor) -> None:
        self.county = county
        self.actor = actor
        self.today: date = timezone.localdate()

    @cached_property
    def areas(self) -> dict[str, Area]:
        """Areas by code."""
        return {row.key: row for row in self._present(Area.objects.all())}

    @cached_property
    def people(self) -> dict[str, Person]:
        """People by number."""
        return {row.number: row for row in self._present(Person.objects.all())}

    @cached_property
    def people_by_key(self) -> dict[str, Person]:
        """People by key."""
        return {row.key: row for row in self.people.values()}

    @cached_property
    def terms(self) -> dict[tuple[str, str, str, str], list[Appointment]]:
        """Appointments by person, post, area and sector, the earliest first."""
        found = defaultdict(list)
        for row in self._present(Appointment.objects.order_by("start")):
            found[row.person, row.post, row.area, row.sector].append(row)
        return dict(found)

    @cached_property
    def departments(self) -> dict[str, Department]:
        """Departments by sector."""
        return {row.sector: row for row in self._present(Department.objects.all())}

    @cached_property
    def teams(self) -> dict[tuple[str, str, str], Team]:
        """Teams by area, kind and name."""
        return {(row.area, row.team_kind, row.name): row for row in self._present(Team.objects.all())}

    @cached_property
    def committees(self) -> dict[str, Committee]:
        """Committees by area."""
        return {row.key: row for row in self._present(Committee.objects.all())}

    @cached_property
    def premises(self) -> dict[tuple[str, str], Premises]:
        """Places by area and name."""
        return {(row.area, row.name): row for row in self._present(Premises.objects.all())}

    @cached_property
    def phones(self) -> dict[str, str]:
        """Telephones of the places that the importer may see, by key."""
        places = [row for row in self.premises.values() if covers(self.actor.area, row.area)]
        return dict(zip((row.key for row in places), phones_of(places), strict=True))

    @cached_property
    def households(self) -> dict[tuple[str, str], Household]:
        """Households by village and number."""
        return {(row.area[: LENGTHS[Level.VILLAGE]], row.number): row for row in self._present(Household.objects.all())}

    @cached_property
    def personal(self) -> dict[str, Personal | None]:
        """What is personal about the households that the importer may see, by key."""
        rows = [row for row in self.households.values() if covers(self.actor.area, row.area)]
        return dict(zip((row.key for row in rows), personal_of_each(rows), strict=True))

    @cached_property
    def posts(self) -> dict[str, Post]:
        """Posts of the pack by id."""
        return posts_of(self.county)

    def person_words(self, key: str) -> str:
        """A person's number; with his name where the importer may see it."""
        person = self.people_by_key.get(key)
        if person is None:
            return "—"
        return f"{person.number} {person.name}" if covers(self.actor.area, person.area) else person.number

    def _present(self, rows: QuerySet[V]) -> QuerySet[V]:
        return rows.filter(county=self.county, superseded_at__isnull=True)
