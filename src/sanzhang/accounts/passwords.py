"""Password rules beyond Django's own."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^\w\s]|_")


class ThreeKindsOfCharacters:
    """A password mixes at least three kinds of characters (GB/T 22239: passwords are complex; the standard sets no figure)."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ``ValidationError`` for a password that is too plain."""
        if sum(bool(re.search(kind, password)) for kind in CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """The rule, in words."""
        return _("口令须含大写字母、小写字母、数字、符号中的至少三种。")
