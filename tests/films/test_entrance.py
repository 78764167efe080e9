"""The ways in: signing up and in, invitations, the second step, the demo's links."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from slowfilm.accounts.models import User
from slowfilm.demo import sign_in as demo
from slowfilm.films import invitations
from slowfilm.films.access import find_member
from slowfilm.films.models import Film, Invitation
from tests import make

PASSWORD = "a long walk home"


def link(film: Film) -> tuple[Invitation, str]:
    """An open invitation and its path."""
    head, command = make.director(film), uuid4()
    invitations.invite(film_id=film.id, actor=head.actor, command=command, roles=["editor"])
    found = Invitation.objects.get(id=command)
    return found, f"/invitations/{invitations.token_of(found)}/"


def sign_up(client: Client, email: str = "new@example.org") -> object:
    """Fill in the form for a new account."""
    fields = {"name": "Lin", "email": email, "password1": PASSWORD}
    return client.post("/account/signup/", fields)


def test_the_first_person_may_sign_up_and_the_second_may_not(db: None) -> None:
    assert sign_up(Client()).headers["Location"] == "/"
    assert User.objects.get().name == "Lin"
    page = Client().get("/account/signup/")
    assert "This studio is by invitation." in page.content.decode()
    sign_up(Client(), "second@example.org")
    assert User.objects.count() == 1


def test_an_invited_person_signs_up_and_is_on_the_film(film: Film, client: Client) -> None:
    _, path = link(film)
    assert film.title in client.get(path).content.decode()
    assert sign_up(client).headers["Location"] == path
    assert client.get(path).headers["Location"] == f"/films/{film.id}/"
    assert find_member(film.id, User.objects.get(email="new@example.org").id)
    other = Client().get(path)
    assert other.status_code == 410
    assert "This invitation has been used." in other.content.decode()
    assert client.get(path).status_code == 302, "who used it is led to the film"


def test_an_invited_person_signs_in_and_is_on_the_film(film: Film, client: Client) -> None:
    _, path = link(film)
    guest = make.user("Guest")
    client.get(path)
    answer = client.post("/account/login/", {"login": guest.email, "password": PASSWORD})
    assert answer.headers["Location"] == path
    client.get(path)
    assert find_member(film.id, guest.id)


def test_who_is_signed_in_is_asked_before_joining(film: Film, client: Client) -> None:
    _, path = link(film)
    guest = make.user("Guest")
    client.force_login(guest)
    assert "Join as Guest" in client.get(path).content.decode()
    assert find_member(film.id, guest.id) is None
    client.post(path)
    assert find_member(film.id, guest.id)


@pytest.mark.parametrize("state", ["withdrawn", "expired"])
def test_a_dead_invitation_says_so_and_opens_no_account(
    film: Film, client: Client, state: str
) -> None:
    invitation, path = link(film)
    client.get(path)
    column = {"withdrawn": "withdrawn_at", "expired": "expires_at"}[state]
    past = timezone.now() - timedelta(minutes=1)
    Invitation.objects.filter(id=invitation.id).update(**{column: past})
    page = client.get(path)
    assert page.status_code == 410
    assert state in page.content.decode()
    sign_up(client)
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_link_with_a_wrong_signature_does_not_exist(film: Film, client: Client) -> None:
    _, path = link(film)
    assert client.get(path[:-2] + ("a" if path[-2] != "a" else "b") + "/").status_code == 404


def test_wrong_passwords_and_unknown_people_sound_the_same(film: Film, client: Client) -> None:
    known = make.director(film).user.email
    said = []
    for email in (known, "nobody@example.org"):
        page = client.post("/account/login/", {"login": email, "password": "wrong"})
        found = re.search(r'role="alert"[^>]*>([^<]+)<', page.content.decode())
        assert found
        said.append(found[1])
        client.post("/account/password/reset/", {"email": email})
    assert said[0] == said[1]
    assert [letter.to for letter in mail.outbox] == [[known], ["nobody@example.org"]]


def test_guessing_is_stopped(film: Film, client: Client) -> None:
    user = make.director(film).user
    for _ in range(6):
        client.post("/account/login/", {"login": user.email, "password": "wrong"})
    page = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert page.status_code != 302, "even the right password waits now"


@override_settings(
    CACHES={"default": {"BACKEND": "slowfilm.cache.Cache", "LOCATION": "unix:///nowhere.sock"}}
)
def test_without_the_broker_one_can_still_sign_in(film: Film, client: Client) -> None:
    user = make.director(film).user
    answer = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302


def test_the_authenticator_app_is_asked_for(film: Film, client: Client) -> None:
    user = make.director(film).user
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    answer = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/authenticate/"
    assert client.get("/").status_code == 302, "not in yet"
    assert client.get("/account/authenticate/").status_code == 200
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    client.post("/account/authenticate/", {"code": code})
    assert client.get("/").status_code == 200


def test_a_recovery_code_lets_one_in_once(film: Film) -> None:
    user = make.director(film).user
    TOTP.activate(user, generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]

    def comes_in() -> bool:
        client = Client()
        client.post("/account/login/", {"login": user.email, "password": PASSWORD})
        client.post("/account/authenticate/", {"code": code})
        return client.get("/").status_code == 200

    assert comes_in()
    assert not comes_in()


def test_a_demo_link_signs_in_only_in_a_demo(film: Film, client: Client) -> None:
    path = demo.sign_in_link(make.director(film).user)
    assert client.get(path).status_code == 404
    with override_settings(DEMO=True):
        assert Client().get(path[:-2] + "/").status_code == 410
        assert client.get(path).status_code == 302
    assert client.get(f"/films/{film.id}/").status_code == 200


def test_a_demo_link_grows_old(film: Film, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = demo.sign_in_link(make.director(film).user)
    monkeypatch.setattr(demo, "LASTS", -1)
    with override_settings(DEMO=True):
        assert client.get(path).status_code == 410
