"""Tables of the desk's lists."""
