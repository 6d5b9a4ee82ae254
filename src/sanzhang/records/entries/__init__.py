"""The kinds of entry of this subject, one a file."""

from sanzhang.records.entries import grant_exemption, make_record, withdraw_record

KINDS = [make_record.KIND, withdraw_record.KIND, grant_exemption.KIND]
