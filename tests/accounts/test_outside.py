"""Sign-in through an identity provider, end to end, with one that the tests run themselves."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from tests.accounts.provider import CLIENT, SECRET, Provider, running
from tests.county import COUNTY, PASSWORD

from sanzhang.accounts.models import Account

pytestmark = pytest.mark.django_db
START, BACK = "/outside/oidc/login/", "/outside/oidc/login/callback/"
UNFINISHED, OTHER, UNKNOWN, CLOSED = (
    "没有完成登录。请重试",
    "绑定的不是同一身份。请联系安全管理员",
    "没有账号。请联系安全管理员开通",
    "已停用。请联系安全管理员",
)


@pytest.fixture
def provider(settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider that runs and is configured, as the environment variables would."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as found:
        app = {
            "provider_id": "oidc",
            "name": "统一身份认证",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": found.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}  # type: ignore[attr-defined]
        yield found


@pytest.fixture
def account() -> Account:
    """The account of somebody."""
    return Account.objects.open("u0", "person-1", COUNTY, PASSWORD)


def leave(client: Client, start: str = START) -> str:
    """As far as the provider; returns the address to which it sends the browser back."""
    answer = client.get(start)
    assert answer.status_code == 302, answer.content
    back = requests.get(answer.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    url = urlsplit(back)
    assert (url.netloc, url.path) == ("testserver", BACK)
    return f"{url.path}?{url.query}"


def go(client: Client, start: str = START) -> str:
    """Through the whole sign-in; returns where the browser ends."""
    answer = client.get(leave(client, start))
    assert answer.status_code == 302, answer.content
    return str(answer.headers["Location"])


def who(client: Client) -> str | None:
    """The id of the account that is signed in."""
    found: str | None = client.session.get("_auth_user_id")
    return found


def refused(client: Client, reason: str, end: str | None = None) -> None:
    """The sign-in ends on the sign-in page, which says why; nobody is signed in, and no account was made."""
    before = Account.objects.count()
    assert (end or go(client)) == reverse("desk:sign_in")
    assert reason in client.get(reverse("desk:sign_in")).content.decode()
    assert (who(client), Account.objects.count()) == (None, before)


def test_a_known_account_signs_in_and_again(provider: Provider, account: Account) -> None:
    for _turn in range(2):
        client = Client()
        assert go(client) == "/"
        assert who(client) == str(account.pk)
        assert client.get(reverse("desk:password")).status_code == 200
    assert list(SocialAccount.objects.values_list("user", "uid")) == [(account.pk, "sub-1")]


def test_of_what_the_provider_tells_only_subject_and_name_are_kept(provider: Provider, account: Account) -> None:
    provider.claims |= {"email": "wang@example.com", "phone_number": "13900000000", "name": "王某"}
    assert go(Client()) == go(Client()) == "/"
    kept = SocialAccount.objects.get().extra_data
    assert kept == {"userinfo": {"sub": "sub-1", "preferred_username": "u0"}, "id_token": {"sub": "sub-1"}}


def test_the_way_leads_on_to_the_page_that_was_asked_for_and_never_outside(provider: Provider, account: Account) -> None:
    assert go(Client(), START + "?next=/records/") == "/records/"
    assert go(Client(), START + "?next=https://elsewhere.example/") == "/"
    assert go(Client(), START + "?next=//elsewhere.example/") == "/"


def test_an_unknown_name_is_sent_back_with_what_to_do(provider: Provider) -> None:
    provider.claims["preferred_username"] = "stranger"
    refused(Client(), UNKNOWN)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("name", ["U0", "", None])
def test_the_name_is_the_accounts_own_to_the_letter(provider: Provider, account: Account, name: str | None) -> None:
    provider.claims = {"preferred_username": name} if name is not None else {}
    refused(Client(), UNKNOWN if name else UNFINISHED)


def test_a_subject_is_never_taken_for_a_name(provider: Provider, account: Account) -> None:
    provider.sub, provider.claims = "u0", {}
    refused(Client(), UNFINISHED)


def test_an_account_is_never_found_by_its_mail_address(provider: Provider, account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(email="wang@example.com")
    provider.claims = {"preferred_username": "other", "email": "wang@example.com", "email_verified": True}  # type: ignore[dict-item]
    refused(Client(), UNKNOWN)


@pytest.mark.parametrize("connected", [False, True])
def test_a_closed_account_is_refused(provider: Provider, account: Account, connected: bool) -> None:
    if connected:
        go(Client())
    Account.objects.update(is_active=False)
    refused(Client(), CLOSED)
    assert SocialAccount.objects.exists() is connected


def test_another_subject_of_the_same_name_is_refused(provider: Provider, account: Account) -> None:
    go(Client())
    provider.sub = "sub-2"
    refused(Client(), OTHER)
    provider.sub = "sub-1"
    assert go(Client()) == "/"


def test_a_known_subject_under_another_name_is_refused(provider: Provider, account: Account) -> None:
    """So would be the same subject of another provider, after the configured one was replaced."""
    go(Client())
    other = Account.objects.open("u1", "person-2", COUNTY, PASSWORD)
    provider.claims["preferred_username"] = other.username
    refused(Client(), OTHER)
    provider.claims["preferred_username"] = "gone"
    refused(Client(), UNKNOWN)


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_nobody_connects_his_account_with_another_name(provider: Provider, account: Account, process: str) -> None:
    other = Account.objects.open("u1", "person-2", COUNTY, PASSWORD)
    client = Client()
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert go(client, f"{START}?process={process}") == "/"
    assert who(client) == str(account.pk)
    assert SocialAccount.objects.get().user == account


@pytest.mark.parametrize("token", [{"aud": "another-client"}, {"iss": "http://elsewhere.example"}, {"exp": 1}, {"sub": "sub-2"}])
def test_an_id_token_for_somebody_else_is_refused(provider: Provider, account: Account, token: dict[str, object]) -> None:
    provider.token = token
    refused(Client(), UNFINISHED)


def test_an_answer_is_good_once_and_only_for_who_asked(provider: Provider, account: Account) -> None:
    client, thief = Client(), Client()
    back = leave(client)
    refused(thief, UNFINISHED, thief.get(back).headers["Location"])
    assert client.get(back).headers["Location"] == "/"
    again = Client()
    again.cookies = client.cookies
    assert again.get(back).headers["Location"] == reverse("desk:sign_in")
    refused(thief, UNFINISHED, thief.get(BACK + "?code=x&state=y").headers["Location"])


def test_who_cancels_is_back_at_the_sign_in_page(provider: Provider, account: Account) -> None:
    client = Client()
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    refused(client, UNFINISHED, client.get(f"{BACK}?error=access_denied&state={state}").headers["Location"])


@pytest.mark.parametrize("reply", [(500, "{}"), (404, "{}"), (200, "<html>"), (0, "")])
def test_a_provider_that_is_down_is_said(provider: Provider, account: Account, settings: object, reply: tuple[int, str]) -> None:
    client = Client()
    if reply[0]:
        provider.answers["/.well-known/openid-configuration"] = reply
    else:
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    refused(client, UNFINISHED, client.get(START).headers["Location"])


@pytest.mark.parametrize("path", ["/token", "/userinfo"])
def test_a_provider_that_fails_on_the_way_is_said(provider: Provider, account: Account, path: str) -> None:
    provider.answers[path] = (500, '{"error": "server_error"}')
    refused(Client(), UNFINISHED)


def test_the_link_is_shown_only_when_a_provider_is_configured(provider: Provider, settings: object) -> None:
    assert f'href="{START}"' in Client().get(reverse("desk:sign_in")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}  # type: ignore[attr-defined]
    assert "/outside/" not in Client().get(reverse("desk:sign_in")).content.decode()
    assert [Client().get(address).status_code for address in (START, BACK, "/outside/unknown/login/")] == [404] * 3


@pytest.mark.parametrize("name", ["account_login", "socialaccount_signup", "socialaccount_login_error", "socialaccount_login_cancelled"])
def test_nobody_opens_an_account(provider: Provider, name: str) -> None:
    page = Client().get(reverse(name)).content.decode()
    assert 'name="password"' in page
    Client().post(reverse(name), {"username": "new", "password": PASSWORD, "password1": PASSWORD, "email": "a@example.com"})
    assert not Account.objects.exists()
    for address in ("/accounts/signup/", "/outside/signup/", "/accounts/password/reset/", "/accounts/social/connections/"):
        assert Client().get(address).status_code == 404
