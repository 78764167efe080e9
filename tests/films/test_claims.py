"""What only one may have is claimed in the database, not looked for beforehand."""

import threading
from collections.abc import Callable, Iterable
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client

from slowfilm.accounts.models import User
from slowfilm.films import invitations, memberships
from slowfilm.films.models import Film, Invitation, Member, Team
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from tests import make
from tests.films.test_acts import invited, waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long walk home"


def at_once(acts: Iterable[Callable[[], None]]) -> None:
    """Each act in a thread with a connection of its own, all beginning in the same moment."""
    acts = list(acts)
    start = threading.Barrier(len(acts))
    failed: list[BaseException] = []

    def run(act: Callable[[], None]) -> None:
        start.wait()
        try:
            act()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def signs_up(client: Client, email: str, said: list[str]) -> Callable[[], None]:
    """Fill in the form for a new account; what the page says then is noted, "" being let in."""

    def act() -> None:
        fields = {"name": "Lin", "email": email, "password1": PASSWORD}
        answer = client.post("/account/signup/", fields, follow=True)
        assert answer.status_code in (200, 410)
        said.append("" if "_auth_user_id" in client.session else answer.content.decode())

    return act


def test_of_eight_who_sign_up_at_once_on_an_empty_site_one_is_the_first() -> None:
    said: list[str] = []
    at_once(signs_up(Client(), f"person{n}@example.org", said) for n in range(8))
    assert User.objects.count() == 1
    refused = [page for page in said if page]
    assert len(refused) == 7
    sentences = (
        "Somebody else has made this studio&#x27;s first account. Ask for an invitation.",
        "This studio is by invitation.",
    )
    assert all(any(one in page for one in sentences) for page in refused)


@pytest.mark.slow
def test_one_invitation_makes_one_account() -> None:
    film = make.film()
    path = f"/invitations/{invitations.token_of(invited(film))}/"
    clients = [Client() for _ in range(4)]
    for client in clients:
        assert client.get(path).status_code == 200
    said: list[str] = []
    at_once(signs_up(client, f"person{n}@example.org", said) for n, client in enumerate(clients))
    assert User.objects.count() == 2, "the director, and whoever was first"
    assert Member.objects.filter(film=film).count() == 2
    refused = [page for page in said if page]
    assert len(refused) == 3
    assert all("This invitation has been used." in page for page in refused)
    assert Entry.objects.filter(film=film, verb="member-joined").count() == 2


def test_who_sends_the_form_after_another_reads_that_the_invitation_has_been_used() -> None:
    film = make.film()
    path = f"/invitations/{invitations.token_of(invited(film))}/"
    first, second = Client(), Client()
    for client in (first, second):
        client.get(path)
    said: list[str] = []
    signs_up(first, "first@example.org", said)()
    signs_up(second, "second@example.org", said)()
    assert said[0] == ""
    assert "This invitation has been used." in said[1]
    assert not User.objects.filter(email="second@example.org").exists()


def test_an_account_and_its_place_are_made_together() -> None:
    film = make.film()
    invitation = invited(film)
    client = Client()
    client.get(f"/invitations/{invitations.token_of(invitation)}/")
    signs_up(client, "new@example.org", [])()
    invitation.refresh_from_db()
    joined = Member.objects.get(film=film, user__email="new@example.org")
    assert invitation.used_by_id == joined.id, "before any other page is asked for"


def test_an_invitation_withdrawn_while_the_form_waits_makes_no_account() -> None:
    film = make.film()
    invitation = invited(film)
    client = Client()
    client.get(f"/invitations/{invitations.token_of(invitation)}/")
    said: list[str] = []
    form = threading.Thread(
        target=lambda: (signs_up(client, "new@example.org", said)(), connection.close())
    )
    with transaction.atomic():
        invitations.withdraw(
            film_id=film.id, actor=make.director(film).actor, invitation=invitation.id
        )
        form.start()
        waits_for_a_lock()
    form.join()
    assert "This invitation was withdrawn." in said[0]
    assert not User.objects.filter(email="new@example.org").exists()


def test_two_with_one_address_make_one_account_and_no_error() -> None:
    film = make.film()
    clients = [Client(), Client()]
    for client in clients:
        client.get(f"/invitations/{invitations.token_of(invited(film))}/")
    said: list[str] = []
    at_once(signs_up(client, "new@example.org", said) for client in clients)
    assert User.objects.filter(email="new@example.org").count() == 1
    (refused,) = [page for page in said if page]
    assert "There is an account with this address already." in refused


def test_a_form_sent_twice_begins_one_film_in_one_team() -> None:
    client = Client()
    client.force_login(make.user("Lin"))
    page = client.get("/films/new/")
    key = page.context["form"]["key"].value()
    fields = {"title": "The Well", "team_name": "Well", "key": str(key)}
    went: list[str] = []
    at_once([lambda: went.append(client.post("/films/new/", fields).headers["Location"])] * 2)
    assert went[0] == went[1]
    assert (Film.objects.count(), Team.objects.count()) == (1, 1)


def test_who_opens_two_invitations_at_once_joins_once() -> None:
    film = make.film()
    person = make.user("Guest")
    links = [invited(film, "editor"), invited(film, "sound")]
    refused: list[str] = []

    def accept(invitation: Invitation) -> None:
        try:
            invitations.accept(film_id=film.id, user=person, invitation=invitation.id)
        except Refused as no:
            refused.append(no.code)

    at_once([lambda one=one: accept(one) for one in links])  # type: ignore[misc]
    assert refused == ["on-it-already"]
    assert Member.objects.filter(film=film, user=person).count() == 1


def test_who_joined_and_was_removed_while_another_link_waited_stays_removed() -> None:
    film = make.film()
    person, told = make.user("Guest"), []
    first, second = invited(film), invited(film)

    def accept() -> None:
        try:
            invitations.accept(film_id=film.id, user=person, invitation=second.id)
        except Refused as no:
            told.append(no.code)
        finally:
            connection.close()

    waiting = threading.Thread(target=accept)
    with transaction.atomic():
        invitations.accept(film_id=film.id, user=person, invitation=first.id)
        place = Member.objects.get(film=film, user=person)
        memberships.remove(
            film_id=film.id,
            actor=make.director(film).actor,
            command=uuid4(),
            member=place.id,
        )
        waiting.start()
        waits_for_a_lock()
    waiting.join()
    assert told == ["ended"]
