"""The kinds of entry of this subject, one a file."""

from sanzhang.records.entries import make_record, withdraw_record, grant_exemption

KINDS = [make_record.KIND, withdraw_record.KIND, grant_exemption.KIND]
