"""What opening, closing and resetting an account have in common, from a page or from the command line."""

import secrets

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils import timezone

from sanzhang.accounts.devices import sign_out_all
from sanzhang.accounts.models import Account

# Without characters that are taken for one another when a password is read out or copied by hand.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"


def give_password(account: Account, password: str) -> None:
    """A new password, to be changed at the next sign-in; a closed account is open again. Phones must sign in anew."""
    account.set_password(password)
    account.is_active = account.must_change_password = True
    account.save(update_fields=["password", "is_active", "must_change_password"])
    sign_out_all(account)


def fresh_password() -> str:
    """A random password that satisfies the rules, in groups that can be read out."""
    while True:
        password = "-".join("".join(secrets.choice(ALPHABET) for _n in range(4)) for _group in range(3))
        try:
            validate_password(password)
        except ValidationError:
            continue
        return password


def end_sessions(account: Account) -> None:
    """End every session of the account. A session names its account only inside, so each is opened."""
    mine = [
        row.pk
        for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if row.get_decoded().get("_auth_user_id") == str(account.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()


def close(account: Account) -> None:
    """Nobody signs in with it any more: sessions, phones, the calendar's address and ties to outside identities end. Records stay."""
    account.is_active, account.calendar_token = False, ""
    account.save(update_fields=["is_active", "calendar_token"])
    SocialAccount.objects.filter(user=account).delete()
    end_sessions(account)
    sign_out_all(account)
