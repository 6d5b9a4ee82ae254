"""A font for Chinese text on what is printed: photos, plates. None is shipped, for it would be larger than the whole program."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import ImageFont

from sanzhang.rules.problems import Problem, gettext_noop as _

# Where distributions put them: Debian and Ubuntu (also UOS, Kylin), Fedora and openEuler, Arch, macOS.
KNOWN = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-vf-fonts/NotoSansCJK-VF.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/source-han-sans/SourceHanSansSC-Regular.otf",
    "/usr/share/fonts/adobe-source-han-sans/SourceHanSansSC-Regular.otf",
    "/usr/share/fonts/adobe-source-han-sans/SourceHanSansCN-Regular.otf",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
    "/usr/share/fonts/wqy-zenhei/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts/truetype/droid/DroidSansFallback.ttf",
    "/System/Library/Fonts/PingFang.ttc",
)
FACES = 16  # more than any collection holds


@dataclass(frozen=True, slots=True)
class Font:
    """A font file, and which of its faces has the forms of mainland China."""

    path: Path
    face: int
    family: str

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The font for drawing, in pixels."""
        return ImageFont.truetype(self.path, size, self.face, layout_engine=ImageFont.Layout.BASIC)


def find_font() -> Font:
    """The font that the operator names in SANZHANG_FONT, or the first that is found. Raises ``Problem`` that says how to get one."""
    return _find(settings.FONT_FILE)


@cache
def _find(named: str) -> Font:
    if named:
        font = _opened(Path(named))
        if font is None:
            raise Problem("font_unfit", _("SANZHANG_FONT 指定的 {file} 不是能写中文的字体。"), _("改正路径，或删去这项设置。"), file=named)
        return font
    font = next((font for font in map(_opened, map(Path, KNOWN)) if font), None)
    if font is None:
        raise Problem(
            "font_missing",
            _("这台服务器上没有中文字体，不能在图片上写字。"),
            _("安装一个：apt install fonts-noto-cjk；或用 SANZHANG_FONT 指定字体文件。"),
        )
    return font


def _opened(path: Path) -> Font | None:
    faces = [face for face in _faces(path) if _writes_chinese(face)]
    # Of one collection with the forms of several countries: simplified Chinese, proportional.
    return next((face for face in faces if face.family.endswith(" SC")), next(iter(faces), None))


def _faces(path: Path) -> Iterator[Font]:
    if not path.is_file():
        return
    for face in range(FACES):
        try:
            family = ImageFont.truetype(path, 16, face).getname()[0]
        except OSError:
            return
        yield Font(path, face, family or path.stem)


def _writes_chinese(font: Font) -> bool:
    """A font draws every letter that it lacks as the same empty box."""
    drawn = [bytes(font.at(16).getmask(letter)) for letter in "消防长"]
    return len(set(drawn)) == len(drawn)
