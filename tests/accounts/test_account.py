"""One's own name and address."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from slowfilm.accounts.models import User
from slowfilm.films.models import Film
from slowfilm.room.socket import introduce
from tests import make

PAGE = "/account/yourself/"
PASSWORD = "a long walk home"


@pytest.fixture
def me(film: Film, client: Client) -> User:
    """An editor, signed in."""
    user = make.member(film, "editor", name="Lin").user
    client.force_login(user)
    return user


def save(client: Client, **fields: str) -> str:
    """Post the form; what the page says then."""
    return client.post(PAGE, fields, follow=True).content.decode()


def sign_in(address: str, password: str = PASSWORD) -> bool:
    """Whether one comes in with that address."""
    answer = Client().post("/account/login/", {"login": address, "password": password})
    return answer.status_code == 302


def test_a_new_name_is_seen_by_the_others(film: Film, me: User, client: Client) -> None:
    said = save(client, name="林遥", email=me.email)
    assert "It is changed." in said and "林遥" in said
    others = Client()
    others.force_login(make.director(film).user)
    assert "林遥" in others.get(f"/films/{film.id}/members/").content.decode()
    assert "林遥" in [member["name"] for member in introduce(film.id)[1]]


def test_a_name_is_never_empty(me: User, client: Client) -> None:
    save(client, name="  ", email=me.email)
    me.refresh_from_db()
    assert me.name == "Lin"


@pytest.mark.parametrize(
    ("password", "said"),
    [("", "To change the address, enter your password."), ("guess", "That is not your password.")],
)
def test_another_address_asks_for_the_password(
    me: User, client: Client, password: str, said: str
) -> None:
    before = me.email
    assert said in save(client, name="Lin", email="lin@example.net", password=password)
    me.refresh_from_db()
    assert me.email == before


def test_one_signs_in_with_the_new_address_and_not_with_the_old(me: User, client: Client) -> None:
    before = me.email
    assert sign_in(before), "so that allauth has noted the old address too"
    save(client, name="Lin", email="Lin@Example.net", password=PASSWORD)
    me.refresh_from_db()
    assert me.email == "lin@example.net"
    assert sign_in("lin@example.net")
    assert not sign_in(before)
    assert client.get(PAGE).status_code == 200, "and stays signed in here"


def test_an_address_belongs_to_one(film: Film, me: User, client: Client) -> None:
    theirs = make.director(film).user.email.upper()
    said = save(client, name="Lin", email=theirs, password=PASSWORD)
    assert "Somebody else signs in with that address." in said
    me.refresh_from_db()
    assert me.email != theirs.lower()


def test_without_a_password_only_the_name_changes(me: User, client: Client) -> None:
    before = me.email
    me.set_unusable_password()
    me.save()
    client.force_login(me)
    said = save(client, name="Lin Yao", email="lin@example.net")
    assert "set a password first" in said and "/account/password/set/" in said
    me.refresh_from_db()
    assert (me.name, me.email) == ("Lin Yao", before)


def test_passwords_are_not_guessed_here(me: User, client: Client) -> None:
    answers = [
        client.post(PAGE, {"name": "Lin", "email": "lin@example.net", "password": f"guess {n}"})
        for n in range(12)
    ]
    assert answers[-1].status_code == 429


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/account/login/")


def test_signing_in_is_refused_in_the_words_of_this_site(me: User) -> None:
    page = Client().post("/account/login/", {"login": me.email, "password": "guess"})
    assert "This address and this password do not go together." in page.content.decode()
    page = Client().post("/account/login/", {"login": "lin", "password": "guess"})
    assert "This is no e-mail address." in page.content.decode()


def test_a_field_is_described_by_its_error(me: User, client: Client) -> None:
    page = save(client, name="Lin", email="lin@example.net", password="guess")
    assert 'aria-describedby="id_password_helptext id_password_error"' in page
    assert 'id="id_password_error"' in page


def test_one_shows_who_one_is_in_other_ways_too(me: User, client: Client) -> None:
    TOTP.activate(me, generate_totp_secret())
    Authenticator.objects.create(user=me, type=Authenticator.Type.WEBAUTHN, data={})
    client.cookies["django_language"] = "zh-hans"
    by_password = client.get("/account/reauthenticate/").content.decode()
    assert "使用验证码" in by_password and "使用通行密钥" in by_password
    by_code = client.get("/account/reauthenticate/code/").content.decode()
    assert "或一个恢复代码。" in by_code and "使用密码" in by_code
    for page in (by_password, by_code):
        assert 'href="/account/webauthn/reauthenticate/' in page
    assert 'href="/account/reauthenticate/code/' in by_password
    assert 'href="/account/reauthenticate/"' in by_code


def test_a_wrong_code_is_refused_in_the_words_of_this_site(me: User, client: Client) -> None:
    client.cookies["django_language"] = "zh-hans"
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.post("/account/totp/activate/", {"code": "000"}).content.decode()
    assert "验证码不对。" in page and ">\n        验证码" in page
