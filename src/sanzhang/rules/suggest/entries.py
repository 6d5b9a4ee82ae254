"""Entries of the index out of an edition's elements and out of checklists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sanzhang.rules.checklists import Checklist, Item
from sanzhang.rules.determination.editions import Edition, Element, Where
from sanzhang.rules.premises import PremisesKinds
from sanzhang.rules.suggest.index import Entry, Place
from sanzhang.rules.suggest.synonyms import Said

# An item of a checklist for other places counts for half: it may still be what is meant.
ELSEWHERE = 0.5


def element_entries(edition: Edition, answers: Mapping[str, Mapping[str, bool]], said: Said) -> Iterator[Entry]:
    """One for each element. ``answers``: the facts that each kind of premises settles; where they rule an element out, it is not shown."""
    for element in edition.elements:
        key = f"{edition.id}:{element.no}"
        own = (element.text, *(form.text for form in element.forms))
        chinese = (*(text.zh for text in own), *element.keywords, *said.elements.get(key, ()))
        kinds = frozenset(kind for kind, facts in answers.items() if _applies(element, facts))
        yield Entry("element", element.text, (chinese, tuple(text.en for text in own)), (Place(key, kinds),), 0.0)


def item_entries(checklists: Iterable[Checklist], kinds: PremisesKinds, said: Said) -> Iterator[Entry]:
    """One for each item; one that stands in several checklists under the same text is one entry with several places."""
    found: dict[tuple[str, str], tuple[Item, list[Place]]] = {}
    for checklist in sorted(checklists, key=lambda one: (len(_kinds(one.for_, kinds)), one.id)):
        for item in checklist.items:
            _, places = found.setdefault((item.id, item.text.zh), (item, []))
            places.append(Place(f"{checklist.id}/{item.id}", _kinds(checklist.for_, kinds)))
    for item, places in found.values():
        own = (item.text, *item.problems)
        chinese = (*(text.zh for text in own), item.basis.text, *said.items.get(item.id, ()))
        yield Entry("item", item.text, (chinese, tuple(text.en for text in own)), tuple(places), ELSEWHERE)


def _kinds(names: Sequence[str], kinds: PremisesKinds) -> frozenset[str]:
    return frozenset(kind for name in names for kind in kinds.named(name) or (name,))


def _applies(element: Element, facts: Mapping[str, bool]) -> bool:
    """Whether the element may apply where ``facts`` are settled and everything else is open."""
    return not (element.where and _ruled_out(element.where, facts)) and not _certain(element.unless, facts)


def _ruled_out(where: Where, facts: Mapping[str, bool]) -> bool:
    return all(any(facts.get(fact) is False for fact in together) for together in where)


def _certain(where: Where, facts: Mapping[str, bool]) -> bool:
    return any(all(facts.get(fact) is True for fact in together) for together in where)
