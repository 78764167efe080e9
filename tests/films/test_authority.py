"""A right is asked at the act, under the lock of the film's record, whichever way one came."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from slowfilm.accounts.credentials import by_session, by_token
from slowfilm.accounts.models import Token, User
from slowfilm.films import actions as films
from slowfilm.films import memberships
from slowfilm.films.access import find_member
from slowfilm.films.models import Film, Member
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.reviews import actions as reviews
from slowfilm.shots import actions as shots
from slowfilm.shots.models import Scene
from tests import make
from tests.waiting import until


def by_a_session(member: Member) -> Member:
    """The member as a page finds them."""
    found = by_session(make.session(member.user))
    assert found is not None
    return find_member(member.film_id, *_pair(found))  # type: ignore[return-value]


def by_a_token(member: Member) -> Member:
    """The member as a script's call finds them."""
    found = by_token(make.token(member.user))
    assert found is not None
    return find_member(member.film_id, *_pair(found))  # type: ignore[return-value]


def _pair(found: tuple[User, object]) -> tuple[object, object]:
    user, credential = found
    return user.id, credential


def new_password(member: Member) -> None:
    """As on the account page: this session goes on, all others end."""
    user = User.objects.get(id=member.user_id)
    user.set_password("another long walk")
    user.save()


def sign_out(member: Member) -> None:
    """The session is flushed."""
    assert member.credential is not None
    Session.objects.filter(session_key=member.credential.session).delete()


def revoke(member: Member) -> None:
    """The token is revoked."""
    Token.objects.filter(user=member.user_id).update(revoked_at="2020-01-01T00:00:00Z")


def deactivate(member: Member) -> None:
    """The account is closed."""
    User.objects.filter(id=member.user_id).update(is_active=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came", "ends", "code"),
    [
        (by_a_session, new_password, "signed-out"),
        (by_a_session, sign_out, "signed-out"),
        (by_a_session, deactivate, "not-a-member"),
        (by_a_token, revoke, "signed-out"),
        (by_a_token, deactivate, "not-a-member"),
    ],
)
def test_who_came_by_what_has_ended_acts_no_more(
    film: Film,
    came: Callable[[Member], Member],
    ends: Callable[[Member], None],
    code: str,
) -> None:
    member = came(make.member(film, "editor"))
    shots.add_scene(film_id=film.id, actor=member.actor)
    ends(member)
    with pytest.raises(Refused, match=code):
        shots.add_scene(film_id=film.id, actor=member.actor)
    assert film.scenes.count() == 1


@pytest.mark.django_db
def test_a_token_outlives_a_new_password_and_a_session_its_own_page(film: Film) -> None:
    member = by_a_token(make.member(film, "editor"))
    new_password(member)
    shots.add_scene(film_id=film.id, actor=member.actor)
    assert film.scenes.count() == 1


def while_it_waits(change: Callable[[], object], act: Callable[[], object]) -> list[BaseException]:
    """Do `act` in a thread that must wait for `change`'s transaction; what it raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        change()
        thread.start()
        until(_waiting)  # for the record
    thread.join(20)
    return raised


def _waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])  # type: ignore[index]


@pytest.fixture
def two_directors(transactional_db: None) -> tuple[Film, Member, Member]:
    """A film, its director, and another."""
    film = make.film()
    return film, make.director(film), make.member(film, "director")


def test_a_director_demoted_while_his_command_waits_is_refused(
    two_directors: tuple[Film, Member, Member],
) -> None:
    film, head, other = two_directors
    raised = while_it_waits(
        lambda: memberships.set_roles(
            film_id=film.id, actor=head.actor, member=other.id, roles=["viewer"]
        ),
        lambda: shots.add_scene(film_id=film.id, actor=other.actor),
    )
    assert [getattr(error, "code", error) for error in raised] == ["not-allowed"]
    assert not Scene.objects.exists()


def test_a_page_asks_again_behind_the_demotion(two_directors: tuple[Film, Member, Member]) -> None:
    film, head, other = two_directors
    client = Client()
    client.force_login(other.user)
    pages: list[str] = []

    def post() -> None:
        address = reverse("change-film", args=[film.id])
        answer = client.post(address, {"title": "Mine", "why": "", "nevers": ""})
        pages.append(answer.content.decode())

    raised = while_it_waits(
        lambda: memberships.set_roles(
            film_id=film.id, actor=head.actor, member=other.id, roles=["viewer"]
        ),
        post,
    )
    assert raised == []
    assert "Your role on this film does not allow that." in pages[0]
    assert Film.objects.get(id=film.id).title == "The Lane"


@pytest.mark.django_db
def test_another_members_id_is_spent(film: Film) -> None:
    draft, command = make.draft(film), uuid4()
    about = {
        "draft": draft.id, "frame": 1, "tool": "pen", "colour": "#e8b04b", "width": 40,
        "points": [(1, 1, 1, 0, 0)],
    }  # fmt: skip
    first = make.director(film)
    reviews.draw(film_id=film.id, actor=first.actor, command=command, **about)
    with pytest.raises(Refused, match="conflict") as refused:
        other = make.member(film, "editor")
        reviews.draw(film_id=film.id, actor=other.actor, command=command, **about)
    assert "another act" in str(refused.value.reason)


@pytest.mark.django_db
def test_an_id_spent_on_one_act_is_not_acknowledged_for_another(film: Film) -> None:
    command, actor = uuid4(), make.director(film).actor
    scene = shots.add_scene(film_id=film.id, actor=actor, command=command)
    assert shots.add_scene(film_id=film.id, actor=actor, command=command) == scene
    with pytest.raises(Refused, match="conflict"):
        films.change_film(film_id=film.id, actor=actor, command=command, title="New")
    assert Entry.objects.filter(film=film, command=command).count() == 1


@pytest.mark.django_db
def test_an_id_of_another_film_is_a_conflict_and_no_fault(film: Film) -> None:
    other, command = make.film(), uuid4()
    shots.add_scene(film_id=other.id, actor=make.director(other).actor, command=command)
    with pytest.raises(Refused, match="conflict"):
        shots.add_scene(film_id=film.id, actor=make.director(film).actor, command=command)
