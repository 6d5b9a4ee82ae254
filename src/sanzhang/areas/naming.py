"""What a name tells about an area: 嘎查, 社区, 苏木 … A division list has no column for it."""

ENDINGS = (
    ("虚拟社区", "virtual"),
    ("开发区", "zone"),
    ("园区", "zone"),
    ("社区", "community"),
    ("嘎查", "gacha"),
    ("苏木", "sumu"),
    ("街道", "subdistrict"),
    ("村", "village"),
    ("镇", "town"),
    ("乡", "township"),
)


def kind_from_name(name: str) -> str:
    """The kind of area that ``name`` ends with; empty when the ending says nothing."""
    return next((kind for ending, kind in ENDINGS if name.endswith(ending)), "")
