"""Steps along the life cycles that the packs declare: what an entry says of a step, and how the tables are read for a county."""
