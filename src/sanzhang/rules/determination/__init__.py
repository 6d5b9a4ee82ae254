"""Determination of major fire hazards (重大火灾隐患判定): the standard's editions as values, and what follows from a case under one of them."""
