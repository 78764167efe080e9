"""The pages of films and members: what they take, what they refuse and how they say it."""

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override
from django.views.defaults import server_error

from slowfilm.context_processors import import_map_hash
from slowfilm.films import actions
from slowfilm.films.models import Film, Invitation, Member
from tests import make


@pytest.fixture
def head(film: Film, client: Client) -> Client:
    """The director's browser."""
    client.force_login(make.director(film).user)
    return client


def test_a_film_is_founded_with_its_nevers(db: None, client: Client) -> None:
    client.force_login(make.user("Wei"))
    fields = {"title": "The Well", "team_name": "Well", "nevers": " no faces \n\nno rain\n"}
    answer = client.post("/films/new/", fields)
    film = Film.objects.get()
    assert answer.headers["Location"] == f"/films/{film.id}/"
    assert (film.team.name, film.nevers) == ("Well", ["no faces", "no rain"])
    page = client.get(f"/films/{film.id}/").content.decode()
    assert "no faces" in page and "No scene yet." in page
    again = {"title": "The Roof", "team": str(film.team_id)}
    client.post("/films/new/", again)
    assert film.team.films.count() == 2


def test_a_film_is_not_founded_in_somebody_elses_team(film: Film, client: Client) -> None:
    client.force_login(make.member(film, "editor").user)
    client.post("/films/new/", {"title": "Theirs", "team": str(film.team_id)})
    assert not Film.objects.filter(title="Theirs").exists()


def test_a_never_that_is_too_long_is_named(film: Film, head: Client) -> None:
    fields = {"title": "The Lane", "nevers": "short\n" + "x" * 301}
    page = head.post(f"/films/{film.id}/change/", fields)
    assert "is too long" in page.content.decode()
    film.refresh_from_db()
    assert film.nevers == []


def test_a_second_film_of_the_year_needs_its_reason(film: Film, head: Client) -> None:
    other = actions.create_film(user=make.director(film).user, team=film.team, title="The Well")
    actions.declare_year(film_id=other.id, actor=make.director(other).actor, year=2026)
    page = head.post(f"/films/{film.id}/year/", {"year": "2026"})
    assert "A second one needs a reason in writing." in page.content.decode()
    head.post(f"/films/{film.id}/year/", {"year": "2026", "opt_out": "A wager."})
    assert "A wager." in head.get(f"/films/{film.id}/").content.decode()


def test_whoever_may_not_is_told_so(film: Film, client: Client) -> None:
    client.force_login(make.member(film, "viewer").user)
    for page in ("change/", "year/", "invitations/"):
        answer = client.get(f"/films/{film.id}/{page}")
        assert answer.status_code == 403
        assert "Your role on this film does not allow that." in answer.content.decode()
    before = film.policy.waiting_days
    client.post(f"/films/{film.id}/policy/", {"approving": ["editor"], "waiting_days": "9"})
    film.policy.refresh_from_db()
    assert film.policy.waiting_days == before
    assert b"<form method" not in client.get(f"/films/{film.id}/policy/").content.split(b"<main")[1]


def test_a_policy_nobody_can_fulfil_is_pointed_out(film: Film, head: Client) -> None:
    fields = {"approving": ["director", "sound"], "waiting_days": "2"}
    page = head.post(f"/films/{film.id}/policy/", fields, follow=True).content.decode()
    assert "Nobody on this film is Sound yet." in page
    make.member(film, "sound")
    assert "Nobody on this film" not in head.get(f"/films/{film.id}/policy/").content.decode()


def test_members_are_given_roles_and_removed(film: Film, head: Client) -> None:
    editor = make.member(film, "editor", name="Ada")
    head.post(f"/films/{film.id}/members/{editor.id}/", {"roles": ["sound", "performer"]})
    editor.refresh_from_db()
    assert editor.roles == ["sound", "performer"]
    head.post(f"/films/{film.id}/members/{editor.id}/remove")
    assert "Ada" not in head.get(f"/films/{film.id}/members/").content.decode()
    assert head.get(f"/films/{film.id}/members/{editor.id}/").status_code == 404


def test_a_member_of_another_film_cannot_be_touched_from_here(film: Film, head: Client) -> None:
    other = make.member(make.film(), "editor")
    assert head.get(f"/films/{film.id}/members/{other.id}/").status_code == 404
    head.post(f"/films/{film.id}/members/{other.id}/remove")
    other.refresh_from_db()
    assert other.removed_at is None


def test_the_last_director_cannot_leave_but_others_can(film: Film, head: Client) -> None:
    path, yes = f"/films/{film.id}/members/leave", {"asked": "yes"}
    page = head.post(path, yes, follow=True)
    assert "A film needs a director or a producer" in page.content.decode()
    editor = make.member(film, "editor")
    other = Client()
    other.force_login(editor.user)
    assert 'name="asked"' in other.post(path).content.decode(), "asked, where no script did"
    assert other.post(path, yes).headers["Location"] == "/"
    assert not Member.objects.present().filter(id=editor.id).exists()


def test_an_invitation_is_made_listed_and_withdrawn(film: Film, head: Client) -> None:
    fields = {"roles": ["editor"], "note": "Mei"}
    page = head.post(f"/films/{film.id}/invitations/", fields, follow=True).content.decode()
    assert "Mei" in page and "/invitations/" in page
    invitation = Invitation.objects.get()
    head.post(f"/films/{film.id}/invitations/{invitation.id}/withdraw")
    page = head.get(f"/films/{film.id}/members/").content.decode()
    assert "Withdrawn on" in page and "The link to send" not in page
    again = head.post(f"/films/{film.id}/invitations/{invitation.id}/withdraw", follow=True)
    assert "This invitation was withdrawn." in again.content.decode()


def test_the_policy_of_content_allows_one_script_and_nothing_unsafe(
    film: Film, head: Client
) -> None:
    for path in ("/", f"/films/{film.id}/", "/nothing-here/", "/account/login/"):
        policy = head.get(path).headers["Content-Security-Policy"]
        assert import_map_hash() in policy
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_for_a_fault_needs_nothing_that_may_be_broken(language: str) -> None:
    with override(language):
        page = server_error(RequestFactory().get("/")).content.decode()
    assert f'lang="{language}"' in page
    assert "<h1>" in page


def test_what_is_sent_without_a_session_leads_back_to_its_page(film: Film, client: Client) -> None:
    members = f"http://testserver/films/{film.id}/members/"
    answer = client.post(f"/films/{film.id}/members/leave", HTTP_REFERER=members)
    fields = {"login": make.director(film).user.email, "password": "a long walk home"}
    page = client.post(answer.headers["Location"], fields, follow=True)
    assert page.status_code == 200 and page.request["PATH_INFO"] == f"/films/{film.id}/members/"


def test_whoever_has_no_password_is_told_so_where_one_is_asked(film: Film, client: Client) -> None:
    user = make.director(film).user
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    page = client.get("/account/reauthenticate/")
    assert page.status_code == 403
    assert "This asks for your password, and you have none yet." in page.content.decode()


def test_a_request_that_is_none_is_answered_with_a_page(db: None, client: Client) -> None:
    page = client.get("/account/login/", HTTP_HOST="elsewhere.example")
    assert page.status_code == 400
    assert "What your browser sent could not be read." in page.content.decode()
