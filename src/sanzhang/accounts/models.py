"""The account with which a person signs in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts."""

    def open(self, username: str, person: str, county: str, password: str | None, **fields: Any) -> "Account":
        """A new account; without a password it can be used only through an outside identity provider."""
        account = self.model(username=username, person=person, county=county, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One account a person: no shared ones. There are no groups and no superusers: powers follow from posts."""

    username = models.CharField(max_length=60, unique=True)
    person = models.CharField(max_length=60, unique=True)
    county = models.CharField(max_length=6)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    calendar_token = models.CharField(max_length=64, blank=True, default="", db_index=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return self.username
