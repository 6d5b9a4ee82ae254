"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.journal.kinds import Kind
from sanzhang.records.entries import grant_exemption, make_record, withdraw_record

KINDS: list[Kind[Any]] = [make_record.KIND, withdraw_record.KIND, grant_exemption.KIND]
