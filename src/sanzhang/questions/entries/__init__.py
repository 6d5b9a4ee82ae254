"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.journal.kinds import Kind
from sanzhang.questions.entries import settle_question

KINDS: list[Kind[Any]] = [settle_question.KIND]
