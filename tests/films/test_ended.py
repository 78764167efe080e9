"""A right ends with the right of whoever gave it: invitations, links, tokens."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from slowfilm.accounts.models import User
from slowfilm.demo import sign_in as demo
from slowfilm.films import invitations, memberships
from slowfilm.films.access import find_member
from slowfilm.films.models import Film, Invitation, Member
from slowfilm.ledger import Refused
from tests import make
from tests.films.test_acts import invited, waits_for_a_lock

GONE = "may no longer invite anybody"


@pytest.fixture
def producer(film: Film) -> Member:
    """Somebody else who may invite."""
    return make.member(film, "producer", name="Zhou")


def given_by(member: Member, *roles: str) -> Invitation:
    """An open invitation that a member gave."""
    entry = invitations.invite(
        film_id=member.film_id, actor=member.actor, roles=roles or ["editor"]
    )
    return Invitation.objects.get(id=entry.command)


def path_of(invitation: Invitation) -> str:
    """Where its link leads."""
    return f"/invitations/{invitations.token_of(invitation)}/"


def removed(film: Film, member: Member) -> None:
    """The director takes a member off the film."""
    memberships.remove(film_id=film.id, actor=make.director(film).actor, member=member.id)


def demoted(film: Film, member: Member) -> None:
    """The director makes a member an editor."""
    memberships.set_roles(
        film_id=film.id, actor=make.director(film).actor, member=member.id, roles=["editor"]
    )


def closed(film: Film, member: Member) -> None:
    """The member's account is closed."""
    User.objects.filter(id=member.user_id).update(is_active=False)


@pytest.mark.parametrize("end", [removed, demoted, closed])
def test_an_invitation_ends_with_the_right_of_its_giver(
    film: Film, producer: Member, client: Client, end: Callable[[Film, Member], None]
) -> None:
    invitation, guest = given_by(producer, "director"), make.user("Guest")
    end(film, producer)
    with pytest.raises(Refused, match="ended"):
        invitations.accept(film_id=film.id, user=guest, invitation=invitation.id)
    page = client.get(path_of(invitation))
    assert page.status_code == 410
    assert f"Zhou {GONE} to this film." in page.content.decode()
    client.force_login(guest)
    assert client.post(path_of(invitation)).status_code == 410
    assert find_member(film.id, guest.id) is None
    director = Client()
    director.force_login(make.director(film).user)
    listed = director.get(f"/films/{film.id}/members/").content.decode()
    assert f"Ended: Zhou, who gave it, {GONE}." in listed
    assert path_of(invitation) not in listed
    client.cookies["django_language"] = "zh-hans"
    assert "这个邀请已失效。" in client.get(path_of(invitation)).content.decode()


@pytest.mark.parametrize("end", [removed, demoted])
def test_it_does_not_come_back_with_that_right(
    film: Film, producer: Member, end: Callable[[Film, Member], None]
) -> None:
    invitation = given_by(producer)
    end(film, producer)
    if end is removed:
        again = invited(film, "producer")
        invitations.accept(film_id=film.id, user=producer.user, invitation=again.id)
    else:
        memberships.set_roles(
            film_id=film.id,
            actor=make.director(film).actor,
            member=producer.id,
            roles=["producer"],
        )
    with pytest.raises(Refused, match="ended"):
        invitations.accept(film_id=film.id, user=make.user(), invitation=invitation.id)
    afterwards = given_by(Member.objects.get(id=producer.id))
    invitations.accept(film_id=film.id, user=make.user(), invitation=afterwards.id)


def test_what_was_used_withdrawn_or_expired_before_stays_what_it_was(
    film: Film, producer: Member
) -> None:
    used, withdrawn, old = given_by(producer), given_by(producer), given_by(producer)
    invitations.accept(film_id=film.id, user=make.user(), invitation=used.id)
    invitations.withdraw(film_id=film.id, actor=producer.actor, invitation=withdrawn.id)
    Invitation.objects.filter(id=old.id).update(expires_at=timezone.now() - timedelta(seconds=1))
    removed(film, producer)
    states = [Invitation.objects.get(id=one.id).state for one in (used, withdrawn, old)]
    assert states == ["used", "withdrawn", "expired"]


def test_a_removed_director_does_not_come_back_by_a_link_of_his_own(
    film: Film, client: Client
) -> None:
    second = make.member(film, "director", name="Zhou")
    kept = given_by(second, "director")
    removed(film, second)
    client.force_login(second.user)
    assert client.post(path_of(kept)).status_code == 410
    assert find_member(film.id, second.user_id) is None


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_nobody_comes_back_by_a_link_from_before_they_left(
    film: Film, client: Client, language: str
) -> None:
    editor, kept = make.member(film, "editor"), invited(film)
    removed(film, editor)
    client.force_login(editor.user)
    client.cookies["django_language"] = language
    page = client.get(path_of(kept))
    said = {"en": "You have left this film since it was written.", "zh-hans": "你已离开这部影片"}
    assert page.status_code == 410 and said[language] in page.content.decode()
    with pytest.raises(Refused, match="ended"):
        invitations.accept(film_id=film.id, user=editor.user, invitation=kept.id)
    other = make.user("Guest")
    invitations.accept(film_id=film.id, user=other, invitation=kept.id)
    assert find_member(film.id, other.id), "to others it is worth what it was"
    fresh = invited(film)
    client.post(path_of(fresh))
    assert find_member(film.id, editor.user_id)


@pytest.mark.django_db(transaction=True)
def test_a_giver_removed_while_somebody_waits_to_join() -> None:
    film = make.film()
    giver = make.member(film, "producer")
    invitation, guest = given_by(giver), make.user("Guest")
    told: list[str] = []

    def accept() -> None:
        try:
            invitations.accept(film_id=film.id, user=guest, invitation=invitation.id)
            told.append("joined")
        except Refused as refused:
            told.append(refused.code)
        finally:
            connection.close()

    waiting = threading.Thread(target=accept)
    with transaction.atomic():
        removed(film, giver)
        waiting.start()
        waits_for_a_lock()
    waiting.join()
    assert told == ["ended"]


def another_password(user: User) -> None:
    user.set_password("the river by night")
    user.save()


def another_address(user: User) -> None:
    User.objects.filter(id=user.id).update(email="other@example.org")


def closing(user: User) -> None:
    User.objects.filter(id=user.id).update(is_active=False)


@pytest.mark.parametrize("change", [another_password, another_address, closing])
def test_a_demo_link_ends_when_the_account_has_become_another(
    film: Film, client: Client, change: Callable[[User], None]
) -> None:
    user = make.director(film).user
    path = demo.sign_in_link(user)
    change(user)
    with override_settings(DEMO=True):
        assert client.get(path).status_code == 410
        assert client.get("/demo-sign-in/nonsense/").status_code == 410


def test_where_this_is_no_demo_its_links_are_nothing(film: Film, client: Client) -> None:
    path = demo.sign_in_link(make.director(film).user)
    with override_settings(DEMO=True):
        assert client.get(path).status_code == 302
    assert Client().get(path).status_code == 404


def test_a_closed_account_opens_nothing_by_token_or_session(film: Film, client: Client) -> None:
    user = make.director(film).user
    secret = make.token(user)
    client.force_login(user)
    bearer = {"authorization": f"Bearer {secret}", "if-none-match": "*"}
    media = f"/films/{film.id}/media/{make.blob(film).digest}"
    paths = ["/api/films", f"/api/films/{film.id}/members", media]

    def answers(client: Client, **how: Any) -> list[int]:
        return [client.get(path, **how).status_code for path in paths]

    assert answers(Client(), headers=bearer) == [200, 200, 304]
    assert answers(client)[:2] == [200, 200]
    closing(user)
    assert answers(Client(), headers=bearer) == [401, 401, 401]
    assert answers(client) == [401, 401, 302]
    assert client.get(f"/films/{film.id}/").headers["Location"].startswith("/account/login/")
