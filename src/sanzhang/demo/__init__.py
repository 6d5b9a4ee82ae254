"""The demonstration: an invented county, simulated from a pack and a seed, to look at and to measure with."""
