"""What films, places and invitations may and may not become."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from slowfilm.accounts.models import User
from slowfilm.films import actions, invitations, memberships
from slowfilm.films.access import find_member
from slowfilm.films.models import Film, Invitation, Member, Team
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from tests import make
from tests.waiting import until


def verbs(film: Film) -> list[str]:
    """The verbs of a film's ledger, in order."""
    return list(Entry.objects.filter(film=film).order_by("seq").values_list("verb", flat=True))


def invited(film: Film, *roles: str) -> Invitation:
    """An open invitation."""
    head = make.director(film)
    command = uuid4()
    invitations.invite(
        film_id=film.id,
        actor=head.actor,
        command=command,
        roles=roles or ["editor"],
    )
    return Invitation.objects.get(id=command)


def test_changing_a_film_is_one_entry_and_a_repeat_none(film: Film) -> None:
    head, command = make.director(film), uuid4()
    for title in ("The Lane", "Another"):
        actions.change_film(
            film_id=film.id,
            actor=head.actor,
            command=command,
            title=title,
            why="For those who left.",
            nevers=["No faces of the dead."],
        )
    film.refresh_from_db()
    assert (film.title, film.nevers) == ("The Lane", ["No faces of the dead."])
    assert verbs(film).count("film-changed") == 1


def test_a_team_declares_one_film_a_year_unless_it_says_why(film: Film) -> None:
    head = make.director(film)
    other = actions.create_film(user=head.user, team=film.team, title="The Well")
    second = make.director(other)
    actions.declare_year(film_id=film.id, actor=head.actor, year=2026)
    with pytest.raises(Refused) as refused:
        actions.declare_year(film_id=other.id, actor=second.actor, year=2026)
    assert refused.value.code == "year-taken"
    assert "2026" in str(refused.value.reason)
    assert "year-declared" not in verbs(other)
    actions.declare_year(
        film_id=other.id, actor=second.actor, year=2026, opt_out="The first was lost in the flood."
    )
    other.refresh_from_db()
    assert other.declared_year == 2026
    elsewhere = make.film()
    actions.declare_year(film_id=elsewhere.id, actor=make.director(elsewhere).actor, year=2026)


def test_a_declaration_can_be_taken_back(film: Film) -> None:
    head = make.director(film)
    actions.declare_year(film_id=film.id, actor=head.actor, year=2026)
    actions.declare_year(film_id=film.id, actor=head.actor, year=None, opt_out="ignored")
    film.refresh_from_db()
    assert (film.declared_year, film.year_opt_out) == (None, "")


@pytest.mark.django_db(transaction=True)
def test_two_films_declared_in_the_same_moment() -> None:
    first = make.film()
    director = make.director(first).user
    second = actions.create_film(user=director, team=first.team, title="The Well")
    start, refused = threading.Barrier(2), []

    def declare(film: Film) -> None:
        start.wait()
        try:
            actions.declare_year(film_id=film.id, actor=make.director(film).actor, year=2026)
        except Refused as no:
            refused.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=declare, args=(film,)) for film in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["year-taken"]
    assert Film.objects.filter(declared_year=2026).count() == 1


def test_a_policy_needs_somebody_who_approves(film: Film) -> None:
    head = make.director(film)
    with pytest.raises(Refused):
        actions.set_policy(
            film_id=film.id,
            actor=head.actor,
            approving=[],
            waiting_days=0,
            change_notes_closed=True,
        )
    actions.set_policy(
        film_id=film.id,
        actor=head.actor,
        approving=["director", "editor"],
        waiting_days=3,
        change_notes_closed=False,
    )
    film.policy.refresh_from_db()
    assert film.policy.approving == ["director", "editor"]
    assert film.policy.waiting_days == 3
    assert verbs(film)[-1] == "policy-changed"


def test_a_film_keeps_a_director_or_a_producer(film: Film) -> None:
    head = make.director(film)
    editor = make.member(film, "editor")
    with pytest.raises(Refused, match="last-head"):
        memberships.remove(film_id=film.id, actor=head.actor, member=head.id)
    with pytest.raises(Refused, match="last-head"):
        memberships.set_roles(film_id=film.id, actor=head.actor, member=head.id, roles=["editor"])
    memberships.set_roles(film_id=film.id, actor=head.actor, member=editor.id, roles=["producer"])
    memberships.remove(film_id=film.id, actor=editor.actor, member=head.id)
    assert find_member(film.id, head.user_id) is None
    assert verbs(film)[-2:] == ["roles-changed", "member-removed"]
    with pytest.raises(Refused, match="no-member"):
        memberships.remove(film_id=film.id, actor=editor.actor, member=head.id)


def test_an_invitation_lets_one_person_in_once(film: Film) -> None:
    invitation = invited(film, "sound")
    guest = make.user("Guest")
    invitations.accept(film_id=film.id, user=guest, invitation=invitation.id)
    place = find_member(film.id, guest.id)
    assert place is not None and place.roles == ["sound"]
    entry = Entry.objects.filter(film=film).latest("seq")
    assert (entry.verb, entry.actor) == ("member-joined", place.actor)
    with pytest.raises(Refused, match="used"):
        invitations.accept(film_id=film.id, user=make.user(), invitation=invitation.id)


def test_who_is_on_the_film_does_not_use_an_invitation_up(film: Film) -> None:
    invitation = invited(film)
    with pytest.raises(Refused, match="on-it-already"):
        invitations.accept(film_id=film.id, user=make.director(film).user, invitation=invitation.id)
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.OPEN


def test_who_was_removed_comes_back_to_the_same_place(film: Film) -> None:
    editor = make.member(film, "editor")
    memberships.remove(film_id=film.id, actor=make.director(film).actor, member=editor.id)
    invitation = invited(film, "viewer")
    invitations.accept(film_id=film.id, user=editor.user, invitation=invitation.id)
    again = find_member(film.id, editor.user_id)
    assert again is not None and (again.id, again.roles) == (editor.id, ["viewer"])


def test_withdrawn_and_expired_invitations_let_nobody_in(film: Film) -> None:
    head = make.director(film)
    withdrawn, old = invited(film), invited(film)
    invitations.withdraw(film_id=film.id, actor=head.actor, invitation=withdrawn.id)
    Invitation.objects.filter(id=old.id).update(expires_at=timezone.now() - timedelta(seconds=1))
    for invitation, code in ((withdrawn, "withdrawn"), (old, "expired")):
        with pytest.raises(Refused, match=code):
            invitations.accept(film_id=film.id, user=make.user(), invitation=invitation.id)
    with pytest.raises(Refused, match="expired"):
        invitations.withdraw(film_id=film.id, actor=head.actor, invitation=old.id)


def test_a_link_is_worth_nothing_when_one_letter_is_changed(film: Film) -> None:
    token = invitations.token_of(invited(film))
    assert invitations.invitation_of(token) is not None
    other = ("0" if token[0] != "0" else "1") + token[1:]
    assert invitations.invitation_of(other) is None
    assert invitations.invitation_of("") is None


@pytest.mark.django_db(transaction=True)
def test_ten_people_race_for_one_invitation() -> None:
    film = make.film()
    invitation = invited(film)
    people = [make.user() for _ in range(10)]
    start, joined = threading.Barrier(10), []

    def accept(person: User) -> None:
        start.wait()
        try:
            invitations.accept(film_id=film.id, user=person, invitation=invitation.id)
            joined.append(person.id)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(joined) == 1
    assert Member.objects.filter(film=film).count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_is_removed_while_an_act_waits_for_the_film_is_refused() -> None:
    """Their right was looked up before; what they asked must not stand behind their removal."""
    film = make.film()
    editor, draft = make.member(film, "editor"), make.draft(film)
    told: list[str] = []

    def draw() -> None:
        try:
            make.ink(film, draft, by=editor)
            told.append("drawn")
        except Refused as refused:
            told.append(refused.code)
        finally:
            connection.close()

    hand = threading.Thread(target=draw)
    director = make.director(film).actor
    with transaction.atomic():
        memberships.remove(film_id=film.id, actor=director, command=uuid4(), member=editor.id)
        hand.start()
        waits_for_a_lock()
    hand.join()
    assert told == ["not-a-member"]
    assert Entry.objects.filter(film=film).latest("seq").verb == "member-removed"


def waits_for_a_lock() -> None:
    """Until another of our connections stands before a row that is locked."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"{asked} AND wait_event_type = 'Lock'")
            return bool(cursor.fetchone() == (1,))

    until(waits, seconds=10)


def test_a_team_is_led_by_its_founder_and_by_whoever_leads_its_films(film: Film) -> None:
    from slowfilm.films.forms import teams_led

    producer, editor = make.member(film, "producer"), make.member(film, "editor")
    own = Team.objects.create(name="Alone", founder=editor.user)
    assert teams_led(producer.user) == [film.team_id]
    assert teams_led(editor.user) == [own.id]
