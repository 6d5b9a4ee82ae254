"""Files in a form: how many, how large, and photos that are kept though the form is refused."""

from typing import Any, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.photos import Sent, receive, sent_before
from sanzhang.desk.words import tell
from sanzhang.photos.pictures import LARGEST as LARGEST_PHOTO
from sanzhang.rules.problems import Problem

FormT = TypeVar("FormT", bound=forms.Form)
MOST_PHOTOS = 12
KEPT = "-kept"
ONE_PHOTO = gettext_lazy("JPG、PNG 或 WebP，每张不超过 10 MB，最多 12 张。")


class _SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """A file field that takes several files: not more than ``most``, none larger than ``largest`` bytes. Both are told before any is read."""

    widget: Any = _SeveralFilesInput
    too_many = gettext_lazy("一次最多 %(most)s 个文件，现在 %(n)s 个。")

    def __init__(self, *, most: int, largest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most, self.largest = most, largest

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file that was chosen."""
        files = data or []
        self.check_count(len(files))
        wrong = [error for file in files if (error := self.refused(file))]
        if wrong:
            raise forms.ValidationError(wrong)
        return [super(SeveralFiles, self).clean(file, initial) for file in files]

    def check_count(self, count: int) -> None:
        """Not more than a page can show. Raises ``ValidationError``."""
        if count > self.most:
            raise forms.ValidationError(self.too_many % {"most": self.most, "n": count})

    def refused(self, file: "UploadedFile[Any]") -> str:
        """Why ``file`` isn't even read; empty where it may be."""
        if (file.size or 0) <= self.largest:
            return ""
        return _("“%(name)s”有 %(size)s，超过 %(limit)s MB。") % {
            "name": file.name, "size": filesizeformat(file.size or 0), "limit": self.largest // 2**20,
        }  # fmt: skip


class PhotosInput(forms.FileInput):
    """Chooses several photos, and shows those that were sent already: a tick keeps each. ``kept`` are those, once the form was read."""

    allow_multiple_selected = True
    template_name = "desk/parts/photos_input.html"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"accept": "image/jpeg,image/png,image/webp", **(attrs or {})})
        self.kept: list[Sent] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[list[Any], list[str]]:
        """The files that came now, and the photos that came before and were left ticked, by their SHA-256."""
        again = data.getlist(name + KEPT) if hasattr(data, "getlist") else []
        return (files.getlist(name) if hasattr(files, "getlist") else []), again

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither came."""
        return name not in files and name + KEPT not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """With the photos that are kept."""
        context = super().get_context(name, None, attrs)
        return context | {"kept": self.kept, "kept_name": name + KEPT}


class PhotosField(SeveralFiles):
    """Photos. What can be taken is received while the form is read, so that nobody has to choose it again when something else is wrong.

    ``request`` is set by ``receiving``; without one nothing can be received.
    """

    widget: Any = PhotosInput
    too_many = gettext_lazy("一次最多 %(most)s 张，现在 %(n)s 张。选最能说明问题的。")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=MOST_PHOTOS, largest=LARGEST_PHOTO, **{"help_text": ONE_PHOTO, **kwargs})
        self.request: DeskRequest | None = None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """As it came; there is nothing to begin with."""
        return data

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every photo that is here: those sent before and left ticked, and those that came now."""
        assert self.request is not None, "receiving() was not called"  # noqa: S101 - a mistake in a page, found by its first test
        files, again = data
        kept = {photo.sha256: photo for photo in sent_before(self.request, again)}
        self.widget.kept = list(kept.values())
        self.check_count(len(files) + len(kept))
        wrong = []
        for file in files:
            try:
                if error := self.refused(file):
                    wrong.append(error)
                else:
                    photo = receive(self.request, file)
                    kept[photo.sha256] = photo
            except Problem as problem:
                told = tell(problem)
                wrong.append(_("“%(name)s”：%(message)s%(hint)s") % {"name": file.name, **told})
        self.widget.kept = list(kept.values())
        if wrong:
            raise forms.ValidationError(wrong)
        if self.required and not kept:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(kept.values())


def receiving(request: DeskRequest, form: FormT) -> FormT:
    """``form`` with its photos received for whoever sends it."""
    for field in form.fields.values():
        if isinstance(field, PhotosField):
            field.request = request
    return form
