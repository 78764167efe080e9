"""Every letter the site sends, and where its links lead."""

import re
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import (
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client, override_settings

from slowfilm.accounts.models import User
from slowfilm.films.models import Film
from tests import make

PASSWORD, NEW = "a long walk home", "the river by night"
RESET = "/account/password/reset/"
HOST = "film.example.org"
PROXIED = {
    "ALLOWED_HOSTS": [HOST],
    "SECURE_SSL_REDIRECT": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}
SAID = {
    "en": ("The password is set.", "This link no longer works."),
    "zh-hans": ("密码已设置。", "这个链接已失效。"),
}


@pytest.fixture
def me(film: Film) -> User:
    """An editor with a password."""
    return make.member(film, "editor", name="Lin").user


def links(letter: Any) -> list[str]:
    """The addresses in a letter, as a mail program finds them."""
    return re.findall(r"https?://\S+", str(letter.body))


def ask(client: Client, email: str, **where: Any) -> str:
    """Ask for a new password: the one link of the letter that comes."""
    client.post(RESET, {"email": email}, **where)
    (letter,) = mail.outbox
    mail.outbox.clear()
    (link,) = links(letter)
    return link


def follow(client: Client, link: str, **where: Any) -> tuple[str, str]:
    """Open a letter's link as a browser does: where one stands then, and what the page says."""
    page = client.get(urlsplit(link).path, follow=True, **where)
    assert page.status_code == 200
    return page.request["PATH_INFO"], page.content.decode()


def set_password(client: Client, path: str, password: str = NEW, **where: Any) -> str:
    """Fill in the form that the link led to: what the page says then."""
    fields = {"password1": password, "password2": password}
    return client.post(path, fields, follow=True, **where).content.decode()


def signs_in(email: str, password: str) -> bool:
    """Whether one comes in."""
    answer = Client().post("/account/login/", {"login": email, "password": password})
    return answer.status_code == 302


def test_every_letter_there_is_is_tried_here() -> None:
    """Add a letter, and add a test that opens its links."""
    folders = [Path(folder) for folder in settings.TEMPLATES[0]["DIRS"]]
    written = {path.name for one in folders for path in one.glob("*/email/*_message.txt")}
    assert written == {"password_reset_key_message.txt", "unknown_account_message.txt"}


@pytest.mark.slow
@pytest.mark.parametrize("language", SAID)
def test_the_link_of_the_letter_sets_a_password_once(me: User, language: str) -> None:
    done, old = SAID[language]
    client = Client()
    client.cookies["django_language"] = language
    link = ask(client, me.email)
    path, page = follow(client, link)
    assert path.endswith("-set-password/"), "the key is out of the address that others may see"
    assert 'name="password1"' in page
    assert done in set_password(client, path)
    assert signs_in(me.email, NEW) and not signs_in(me.email, PASSWORD)
    assert old in follow(client, link)[1]
    assert old in follow(Client(headers={"accept-language": language}), link)[1]
    assert old in set_password(client, path, "once more, please")
    assert signs_in(me.email, NEW)


@pytest.mark.parametrize("language", SAID)
def test_behind_a_proxy_the_link_leads_to_the_address_people_use(me: User, language: str) -> None:
    client = Client(headers={"host": HOST, "x-forwarded-proto": "https"})
    client.cookies["django_language"] = language
    with override_settings(**PROXIED):
        link = ask(client, me.email)
        assert link.startswith(f"https://{HOST}{RESET}")
        path, page = follow(client, link)
        assert 'name="password1"' in page
        assert SAID[language][0] in set_password(client, path)
    assert signs_in(me.email, NEW)


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_in_two_places_sets_one_password() -> None:
    me = make.user("Lin")
    link = ask(Client(), me.email)
    clients = [Client(), Client()]
    (path, _), (_, _) = (follow(client, link) for client in clients)
    start, said = threading.Barrier(2), {}

    def fill_in(client: Client, password: str) -> None:
        start.wait()
        try:
            said[password] = SAID["en"][0] in set_password(client, path, password)
        finally:
            connection.close()

    passwords = ("the river by night", "the lamp at dusk")
    threads = [
        threading.Thread(target=fill_in, args=each) for each in zip(clients, passwords, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said.values()) == [False, True]
    assert {one: signs_in(me.email, one) for one in passwords} == said


@pytest.mark.slow
@pytest.mark.parametrize("change", ["password", "address", "closed", "signed in"])
def test_a_link_ends_when_the_account_has_become_another(me: User, change: str) -> None:
    link = ask(Client(), me.email)
    client = Client()
    path, _ = follow(client, link)
    owner = Client()
    if change == "closed":
        User.objects.filter(id=me.id).update(is_active=False)
    else:
        owner.post("/account/login/", {"login": me.email, "password": PASSWORD})
    if change == "password":
        fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        owner.post("/account/password/change/", fields)
    if change == "address":
        fields = {"name": "Lin", "email": "lin@example.net", "password": PASSWORD}
        owner.post("/account/yourself/", fields)
    for where in (Client(), client):
        assert SAID["en"][1] in follow(where, link)[1]
    assert SAID["en"][1] in set_password(client, path, "somebody else's")
    me.refresh_from_db()
    assert me.check_password(NEW if change == "password" else PASSWORD)


def test_served_by_https_without_a_proxy_the_link_is_https(me: User, client: Client) -> None:
    link = ask(client, me.email, secure=True)
    assert link.startswith("https://testserver/")
    assert 'name="password1"' in follow(client, link, secure=True)[1]


@pytest.mark.parametrize("language", SAID)
def test_the_letter_to_an_unknown_address_has_no_link(
    db: None, client: Client, language: str
) -> None:
    client.cookies["django_language"] = language
    client.post(RESET, {"email": "nobody@example.org"})
    (letter,) = mail.outbox
    assert letter.to == ["nobody@example.org"] and "nobody@example.org" in letter.body
    assert links(letter) == []


@pytest.mark.slow
def test_every_link_of_many_letters_works(film: Film) -> None:
    """A key is chance: none of them may be of a shape that the address can't carry."""
    for number in range(12):
        user = make.member(film, "editor", name=f"Person {number}").user
        client = Client()
        client.force_login(user)
        assert 'name="password1"' in follow(client, ask(Client(), user.email))[1]


def test_the_second_step_sends_no_letter(me: User, client: Client) -> None:
    client.post("/account/login/", {"login": me.email, "password": PASSWORD})
    secret = generate_totp_secret()
    session = client.session
    session["mfa.totp.secret"] = secret
    session.save()
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    answer = client.post("/account/totp/activate/", {"code": code})
    assert answer.status_code == 302
    client.post("/account/recovery-codes/generate/")
    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    assert signs_in(me.email, NEW) and mail.outbox == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("backend", "said"),
    [("console", "Written to the log: no mail is configured."), ("locmem", "The letter is sent.")],
)
def test_where_no_mail_is_configured_the_page_says_so(
    client: Client, backend: str, said: str
) -> None:
    with override_settings(EMAIL_BACKEND=f"django.core.mail.backends.{backend}.EmailBackend"):
        assert said in client.get(f"{RESET}sent/").content.decode()
