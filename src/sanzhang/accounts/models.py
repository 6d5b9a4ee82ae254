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


class Device(models.Model):
    """A phone on which somebody signed in. ``token_hash``: SHA-256 of the token it shows; the token itself is only on the phone."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100, blank=True)
    app = models.CharField(max_length=20, blank=True)
    registered_at = models.DateTimeField()
    last_contact = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    signed_out_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account} {self.label}"
