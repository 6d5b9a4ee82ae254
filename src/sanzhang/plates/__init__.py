"""Plates for places and boards for areas, ready for a printer: chosen from the registers, drawn with QR codes, set by typst."""
