"""Where and when the small simulated county of the tests lies."""

from datetime import date

UNTIL = date(2026, 7, 15)
COUNTY = "990001"
