"""The life cycle and the steps of which the program itself knows something; the whole tables are ``standards/lifecycles/*.yaml``."""

LISTING = "listing"
JUDGED = "judged"
REOPENED = "reopened"
DETERMINED = "determined"
PAUSED = "paused"  # the premises are out of business
DECIDING = ("discussed", "sent_to_experts", "not_major")  # what is said of the determination that the case holds
LINKED = "linked"  # hazards are said to belong to the case, and nothing else
COUNTED = (DETERMINED, "reported", "declined", "listed", PAUSED, "failed")
