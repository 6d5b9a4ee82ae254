"""The form with which an account is opened."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.accounts.models import Account
from sanzhang.desk.forms.people import PersonField
from sanzhang.people.models import Person

PLAIN = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]{2,59}$", gettext_lazy("账号用 3 到 60 个字母、数字、点、横线，以字母或数字开头。"))


class AccountForm(forms.Form):
    """Whose account, and its name. Somebody whose account was closed gets the same account again."""

    person = PersonField(label=gettext_lazy("人员"), help_text=gettext_lazy("写姓名或编号。一人一号，不得共用。"))
    username = forms.CharField(
        label=gettext_lazy("账号"),
        required=False,
        validators=[PLAIN],
        help_text=gettext_lazy("留空则用人员编号。原来有过账号的，沿用原账号。"),
    )

    def __init__(self, people: QuerySet[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        self.closed: Account | None = None

    def clean(self) -> dict[str, Any]:
        """One account a person, and one person an account's name."""
        data = super().clean() or {}
        person = data.get("person")
        if person is None or "username" not in data:
            return data
        account = Account.objects.filter(person=person.key).first()
        if account and account.is_active:
            raise forms.ValidationError(
                _("%(name)s 已有账号 %(username)s。一人一号；忘了口令请重置。") % {"name": person.name, "username": account.username}
            )
        self.closed = account
        data["username"] = account.username if account else data["username"] or person.number
        if not account:
            PLAIN(data["username"])
            if Account.objects.filter(username__iexact=data["username"]).exists():
                self.add_error("username", _("这个账号名已被使用，换一个。"))
        return data
