"""Identity in an archive grants nothing: places are claimed, and teams are asked."""

import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from slowfilm.films import actions, claims, memberships
from slowfilm.films.models import Film, Member, Team, TeamRequest
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.ledger.verify import verify
from slowfilm.models import User
from tests import make
from tests.archives.crafting import Crafted
from tests.archives.test_archive import archived, forget

PASSWORD = "a long walk home"


def said_by(*command: str) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def browser(user: User) -> Client:
    """Somebody's browser."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def film(transactional_db: None) -> Film:
    """A film with a director and an editor."""
    made = make.film()
    make.member(made, "editor", name="Ed")
    return made


@pytest.fixture
def archive(film: Film, tmp_path: Path) -> Path:
    """Its archive. The film itself is gone; its people and its team are still here."""
    path = archived(film, tmp_path)
    forget(film)
    return path


def links_in(said: str) -> dict[str, str]:
    """The paths that were printed, by the names of whom they are for."""
    found = re.findall(r"^(.+): (https?://\S+)$", said, re.MULTILINE)
    return {name: urlsplit(link).path for name, link in found}


@pytest.mark.slow
def test_to_be_named_in_an_archive_gives_no_place(film: Film, archive: Path) -> None:
    before = {one.user for one in Member.objects.all()} | set(User.objects.all())
    call_command("import_film", str(archive))
    places_here = Member.objects.filter(film=film)
    assert {str(place) for place in places_here} == {"Director", "Ed"}
    for place in places_here:
        assert place.user not in before
        assert not place.user.is_active and not place.user.has_usable_password()
    for user in before:
        assert browser(user).get(f"/films/{film.id}/").status_code == 404
        assert "The Lane" not in browser(user).get("/").content.decode()


@pytest.mark.slow
def test_an_unclaimed_account_cannot_be_signed_in_to(film: Film, archive: Path) -> None:
    call_command("import_film", str(archive))
    account = make.director(film).user
    account.set_password(PASSWORD)
    account.save()
    sent = {"login": account.email, "password": PASSWORD}
    assert "_auth_user_id" not in Client().session
    client = Client()
    client.post("/account/login/", sent)
    assert "_auth_user_id" not in client.session


@pytest.mark.slow
def test_an_address_of_an_archive_is_still_free(film: Film, archive: Path) -> None:
    crafted = Crafted(archive)
    crafted.people[0]["email"] = "newcomer@example.org"
    call_command("import_film", str(crafted.write()))
    assert User.objects.create_user("newcomer@example.org", PASSWORD).is_active


def test_accounts_are_matched_when_one_says_so(film: Film, archive: Path) -> None:
    director, editor = User.objects.get(name="Director"), User.objects.get(name="Ed")
    User.objects.filter(id=director.id).update(email="moved@example.org")
    crafted = Crafted(archive)  # the editor's account was made anew: the address is the same
    old = str(editor.id)
    crafted.rows = json.loads(json.dumps(crafted.rows).replace(old, old[:-4] + "0000"))
    crafted.people = json.loads(json.dumps(crafted.people).replace(old, old[:-4] + "0000"))
    said = said_by("import_film", str(crafted.write()), "--match-accounts")
    assert {one.user for one in Member.objects.filter(film=film)} == {director, editor}
    director.refresh_from_db()
    assert director.email == "moved@example.org" and director.check_password(PASSWORD)
    assert links_in(said) == {}


@pytest.mark.slow
def test_whom_nobody_matches_has_to_claim(film: Film, archive: Path) -> None:
    Team.objects.all().delete()
    User.objects.filter(name="Director").delete()
    said = said_by("import_film", str(archive), "--match-accounts")
    assert list(links_in(said)) == ["Director"]


def test_somebody_who_is_not_on_the_film_is_refused(film: Film, archive: Path) -> None:
    crafted = Crafted(archive)
    crafted.people.append({"id": str(make.user().id), "email": "x@example.org", "name": "X"})
    with pytest.raises(CommandError, match="not on the film: X"):
        call_command("import_film", str(crafted.write()))
    crafted.people[-1] = crafted.people[0]
    with pytest.raises(CommandError, match="names a person twice"):
        call_command("import_film", str(crafted.write()))


# ── claiming a place ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def links(film: Film, archive: Path) -> dict[str, str]:
    """What was printed when the film was read in, into a studio where nobody is known."""
    Team.objects.all().delete()
    User.objects.all().delete()
    return links_in(said_by("import_film", str(archive)))


def sign_up(client: Client, email: str) -> Any:
    """Make an account with what the browser came with."""
    told = {"email": email, "name": "Lin", "password1": PASSWORD}
    return client.post("/account/signup/", told, follow=True)


@pytest.mark.slow
def test_the_link_lets_its_founder_into_an_empty_studio(film: Film, links: dict[str, str]) -> None:
    assert list(links) == ["Director", "Ed"], "whoever lets others in comes first"
    client = Client()
    page = client.get(links["Director"]).content.decode()
    assert "The Lane" in page and "Make an account" in page
    sign_up(client, "lin@example.org")
    lin = User.objects.get(email="lin@example.org")
    place = make.director(film)
    assert place.user == lin and "director" in place.roles
    assert film.team.founder == lin or Team.objects.get(films=film).founder == lin
    assert client.get(f"/films/{film.id}/members/").status_code == 200
    assert verify(film.id).fault is None
    last = Entry.objects.filter(film=film).latest("seq")
    assert (last.verb, last.actor) == ("member-joined", f"member:{place.id}")
    assert not User.objects.filter(name="Director").exists()


@pytest.mark.slow
def test_a_link_makes_one_account_and_gives_one_place(film: Film, links: dict[str, str]) -> None:
    first, second = Client(), Client()
    for client in (first, second):
        client.get(links["Director"])
    sign_up(first, "one@example.org")
    late = sign_up(second, "two@example.org")
    assert not User.objects.filter(email="two@example.org").exists()
    assert late.status_code == 410
    assert "leads nowhere any more" in Client().get(links["Director"]).content.decode()


@pytest.mark.slow
def test_who_has_an_account_says_yes_first(film: Film, links: dict[str, str]) -> None:
    me = make.user("Me")
    client = Client()
    client.get(links["Ed"])
    answer = client.post("/account/login/", {"login": me.email, "password": PASSWORD}, follow=True)
    assert "Take this place as Me" in answer.content.decode()
    assert not me.memberships.exists()
    answer = client.post(links["Ed"], follow=True)
    assert answer.redirect_chain[-1][0] == f"/films/{film.id}/"
    assert me.memberships.get().roles == ["editor"]


@pytest.mark.slow
def test_a_place_is_not_claimed_by_who_is_on_the_film(film: Film, links: dict[str, str]) -> None:
    me = make.user("Me")
    assert browser(me).post(links["Ed"]).status_code == 302
    answer = browser(me).post(links["Director"])
    assert answer.status_code == 409
    assert "You are on this film already." in answer.content.decode()
    assert me.memberships.get().roles == ["editor"]


@pytest.mark.slow
def test_of_many_at_once_one_claims(film: Film, links: dict[str, str]) -> None:
    account = next(each for each in claims.unclaimed(film) if str(each) == "Ed").user
    people = [make.user() for _ in range(4)]

    def try_it(by: User) -> bool:
        try:
            claims.claim(account, by)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_it, people)) == 1
    assert Member.objects.filter(film=film, user__in=people).count() == 1
    assert verify(film.id).fault is None


@pytest.mark.slow
def test_a_link_ends_with_its_place_and_after_a_week(
    film: Film, links: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    me = make.user("Me")
    assert browser(me).post(links["Director"]).status_code == 302
    editor = Member.objects.get(film=film, user__name="Ed")
    left = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: left() + 8 * 24 * 3600)
    assert Client().get(links["Ed"]).status_code == 410
    monkeypatch.undo()
    assert Client().get(links["Ed"]).status_code == 200
    memberships.remove(film_id=film.id, actor=make.director(film).actor, member=editor.id)
    assert Client().get(links["Ed"]).status_code == 410
    assert Client().get("/places/nonsense/").status_code == 410


@pytest.mark.slow
def test_heads_see_who_has_not_claimed_and_hand_out_the_links(
    film: Film, links: dict[str, str]
) -> None:
    head = make.user("Head")
    browser(head).post(links["Director"])
    page = browser(head).get(f"/films/{film.id}/members/").content.decode()
    assert "Places nobody has claimed" in page
    shown = re.search(r'value="http://testserver(/places/[^"]+)"', page)
    assert shown
    viewer = make.member(film, "viewer")
    assert "/places/" not in browser(viewer.user).get(f"/films/{film.id}/members/").content.decode()
    ed = make.user("Another Ed")
    assert browser(ed).post(shown[1]).status_code == 302
    page = browser(head).get(f"/films/{film.id}/members/").content.decode()
    assert "Places nobody has claimed" not in page and "Another Ed" in page


@pytest.mark.slow
def test_links_are_printed_anew(film: Film, links: dict[str, str]) -> None:
    again = links_in(said_by("claims", str(film.id), "--site", "https://film.example/"))
    assert list(again) == ["Director", "Ed"]
    assert Client().get(again["Ed"]).status_code == 200
    for name in again:
        browser(make.user()).post(again[name])
    assert "unclaimed" in said_by("claims", str(film.id))


# ── a team is asked ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def theirs(archive: Path) -> Team:
    """The team the archive names, of whom nobody knows the archive."""
    team = Team.objects.get(name="Lane")
    make_declared = make.film(team.founder)
    Film.objects.filter(id=make_declared.id).update(team=team, declared_year=2026)
    return team


@pytest.mark.slow
def test_a_team_that_an_archive_names_is_not_joined(
    film: Film, archive: Path, theirs: Team
) -> None:
    call_command("import_film", str(archive))
    found = Film.objects.get(id=film.id)
    assert found.team != theirs and found.team.name == "Lane"
    assert not found.team.founder.is_active
    assert theirs.films.count() == 1 and not TeamRequest.objects.exists()


@pytest.mark.slow
def test_a_film_joins_a_team_when_its_founder_agrees(
    film: Film, archive: Path, theirs: Team
) -> None:
    said = said_by("import_film", str(archive), "--team", str(theirs.id))
    assert "waits for Director to accept it into Lane" in said
    own = Film.objects.get(id=film.id).team
    assert own != theirs, "until then it has its own"
    answer = {"answer": "yes"}
    stranger, founder = browser(make.user()), browser(theirs.founder)
    assert "waiting to join" not in stranger.get("/").content.decode()
    stranger.post(f"/films/{film.id}/team", answer)
    assert Film.objects.get(id=film.id).team == own
    assert Client().post(f"/films/{film.id}/team", answer).status_code == 302
    page = founder.get("/").content.decode()
    assert "Films waiting to join your team" in page and "The Lane" in page
    said = founder.post(f"/films/{film.id}/team", answer, follow=True).content.decode()
    assert "The film is of your team now." in said
    assert Film.objects.get(id=film.id).team == theirs
    assert not Team.objects.filter(id=own.id).exists()
    last = Entry.objects.filter(film=film).latest("seq")
    assert last.verb == "team-joined" and json.loads(last.payload or "") == {
        "team": "Lane",
        "by": "Director",
    }
    assert verify(film.id).fault is None
    assert founder.post(f"/films/{film.id}/team", answer).status_code == 404
    assert founder.get(f"/films/{film.id}/").status_code == 404, "to agree is not to be on it"


@pytest.mark.slow
def test_a_founder_may_say_no(film: Film, archive: Path, theirs: Team) -> None:
    call_command("import_film", str(archive), "--team", str(theirs.id))
    own = Film.objects.get(id=film.id).team
    said = browser(theirs.founder).post(f"/films/{film.id}/team", {"answer": "no"}, follow=True)
    assert "stays in its own team" in said.content.decode()
    assert Film.objects.get(id=film.id).team == own and not TeamRequest.objects.exists()
    assert Entry.objects.filter(film=film).latest("seq").verb == "team-declined"


@pytest.mark.slow
def test_two_films_of_a_year_do_not_meet_in_one_team(
    film: Film, archive: Path, theirs: Team
) -> None:
    call_command("import_film", str(archive), "--team", str(theirs.id))
    head = make.user()
    actions.join(film=film, user=head, roles=["director"])
    actions.declare_year(film_id=film.id, actor=make_actor(film, head), year=2026)
    founder = browser(theirs.founder)
    said = founder.post(f"/films/{film.id}/team", {"answer": "yes"}, follow=True)
    assert "has already declared its film of 2026" in said.content.decode()
    assert Film.objects.get(id=film.id).team != theirs and TeamRequest.objects.exists()
    actions.declare_year(film_id=film.id, actor=make_actor(film, head), year=None)
    said = founder.post(f"/films/{film.id}/team", {"answer": "yes"}, follow=True)
    assert "of your team now" in said.content.decode()


def make_actor(film: Film, user: User) -> Any:
    """By whom somebody acts on a film."""
    return Member.objects.get(film=film, user=user).actor


def test_which_team_has_to_be_clear(film: Film, archive: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no team Nobody's\."):
        call_command("import_film", str(archive), "--team", "Nobody's")
    Team.objects.create(name="Lane", founder=make.user())
    with pytest.raises(CommandError, match="Several teams are called Lane"):
        call_command("import_film", str(archive), "--team", "Lane")
    assert not Film.objects.filter(id=film.id).exists()
