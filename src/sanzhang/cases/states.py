"""The life cycle and the steps of which the program itself knows something; the whole tables are ``standards/lifecycles/*.yaml``."""

LISTING = "listing"
JUDGED = "judged"
REOPENED = "reopened"
DETERMINED = "determined"
COUNTED = (DETERMINED, "reported", "listed")
