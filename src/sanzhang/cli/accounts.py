"""``sanzhang account``: the first account of a county, and a way back in when the only security administrator is locked out."""

from typing import Annotated

import typer

from sanzhang.cli import show
from sanzhang.cli.main import app, django
from sanzhang.rules.problems import Problem, gettext_noop as _


@app.command()
def account(
    number: Annotated[str, typer.Argument(help="人员编号 number of a registered person")],
    county: Annotated[str, typer.Option(help="旗县代码 county code")],
    username: Annotated[str, typer.Option(help="账号名（默认用人员编号） name of the account")] = "",
) -> None:
    """为已登记人员开通账号；已有账号则重置口令并解锁。Open an account for a registered person, or reset its password and lift its lock."""
    with show.told():
        django()
        name, password = _open(number, county, username)
    typer.echo(f"{name}\t{password}\t初始口令，第一次登录时须更换 initial password, to be changed at the first sign-in")


def _open(number: str, county: str, username: str) -> tuple[str, str]:
    from axes.utils import reset
    from django.db import transaction

    from sanzhang.accounts.entries import AccountNoted
    from sanzhang.accounts.models import Account
    from sanzhang.accounts.opening import end_sessions, fresh_password, give_password
    from sanzhang.journal.actors import system_actor
    from sanzhang.journal.append import append, draft
    from sanzhang.people.models import Person

    person = Person.objects.filter(county=county, number=number, superseded_at__isnull=True).first()
    if person is None:
        raise Problem(
            "person_unknown",
            _("{county} 没有登记编号为“{number}”的人员。"),
            _("先用 sanzhang import people 登记人员。"),
            county=county,
            number=number,
        )
    found, name, password = Account.objects.filter(person=person.key).first(), username or number, fresh_password()
    if found is None and Account.objects.filter(username=name).exists():
        raise Problem("account_name", _("账号“{name}”已被使用。"), _("用 --username 另取一个名称。"), name=name)
    with transaction.atomic():
        noted = AccountNoted(username=found.username if found else name, person=person.key)
        append(draft("account.password_reset" if found else "account.opened", county, noted), system_actor())
        if found:
            give_password(found, password)
            end_sessions(found)
        else:
            Account.objects.open(name, person.key, county, password, must_change_password=True)
    reset(username=noted.username)
    return noted.username, password
