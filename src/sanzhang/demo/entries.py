"""The mark of invented data: the first entry of a county's journal, from which on everything in it is a demonstration."""

from datetime import date

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Payload, Written
from sanzhang.journal.models import Entry
from sanzhang.rules.problems import Problem, gettext_noop as _

LOADED = "demo.loaded"


class DemoLoaded(Payload):
    """With which arguments the data were made."""

    seed: int
    months: int
    until: date


def check(written: Written[DemoLoaded], actor: Actor) -> None:
    """Only as the very first entry of a county: invented data never stand beside real ones."""
    if Entry.objects.filter(county=written.county).exists():
        raise Problem(
            "demo_not_empty",
            _("{county} 已有数据，不能载入演示数据。"),
            _("换一个空数据库（另设 SANZHANG_HOME），或换一个旗县代码。"),
            county=written.county,
        )


def apply(written: Written[DemoLoaded]) -> None:
    """Only the entry itself is kept."""


KINDS = [Kind(LOADED, DemoLoaded, "load.demo", apply, check)]
