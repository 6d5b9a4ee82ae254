"""What happens to records and obligations afterwards: a record written twice is withdrawn, an obligation is exempted."""

from datetime import date, timedelta

from sanzhang.demo.book import Book
from sanzhang.demo.directory import author
from sanzhang.demo.ids import clock
from sanzhang.demo.phrases import Phrases
from sanzhang.rules.obligations import Obligation

_WITHDRAWN = 12
_EXEMPTED = 5
_TOLD_AFTER = 4


def withdraw_some(book: Book) -> None:
    """A few records were sent twice; whoever wrote them withdraws the second one within the hour."""
    ordinary = [
        step for record, step in sorted(book.steps.items()) if not book.by_id[record].refers_to and not book.by_id[record].for_period
    ]
    for step in book.rng.sample(ordinary, min(_WITHDRAWN, len(ordinary) // 50)):
        again = step.recorded_at + timedelta(minutes=7)
        if again + timedelta(hours=1) < clock(book.until, 0):
            twice = book.chronicle.add("record.made", step.area, step.by, step.occurred_at + timedelta(minutes=3), step.payload, again)
            said = {"record": str(twice.id), "evidence": step.payload["evidence"], "reason": "网络不好，重复提交。"}
            book.chronicle.add("record.withdrawn", step.area, step.by, again + timedelta(minutes=50), said)


def exempt_some(book: Book, neglected: list[Obligation], phrases: Phrases) -> None:
    """For a few of the obligations that nobody did anything for, a person with the power decides that they need not be done."""
    dated = [obligation for obligation in neglected if not obligation.sector and _told(obligation) < book.last_day]
    for obligation in book.rng.sample(dated, min(_EXEMPTED, len(dated))):
        told = max(_told(obligation), book.since)
        held = book.directory.in_charge("grant.exemptions", obligation.area, told)
        if held:
            said = {"duty": obligation.duty.id, "period": obligation.window.key, "reason": phrases.exemption()}
            book.chronicle.add("exemption.granted", obligation.area, author(held), clock(told, 3600 * 16), said)


def _told(obligation: Obligation) -> date:
    return obligation.window.due + timedelta(days=_TOLD_AFTER)
