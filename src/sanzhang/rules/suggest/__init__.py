"""Which elements of the standard and which checklist items a sentence may be about. A help to find them; it determines nothing."""

from sanzhang.rules.suggest.index import Entry, Index, Place, build_index
from sanzhang.rules.suggest.rank import Suggestion, suggest

__all__ = ["Entry", "Index", "Place", "Suggestion", "build_index", "suggest"]
