"""The first letters of a name in pinyin: what people type to find it."""


def initials(name: str) -> str:
    """First letters of the Chinese characters; what is written in other letters or digits stays as it is, small."""
    # Its dictionary takes a quarter of a second to load: not for every command, only for the first name.
    from pypinyin import Style, lazy_pinyin

    joined = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return "".join(character for character in joined if character.isalnum())[:100]
