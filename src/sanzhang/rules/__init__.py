"""Floor 0: pure rules. No Django, no database, no file, no clock, no network."""
