"""Cases: what the authorities carry to its end in declared steps. Listings of major hazards, sealings, penalties, reports by citizens."""
