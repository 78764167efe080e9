"""The HTTP API: who may call it, and how it says no."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from slowfilm.accounts.models import Token
from slowfilm.films.models import Film
from tests import make


def test_a_token_is_printed_once_and_works_until_revoked(film: Film, client: Client) -> None:
    user = make.director(film).user
    out = StringIO()
    call_command("token", user.email, "--name", "night", stdout=out, stderr=StringIO())
    token = out.getvalue().strip()
    assert len(token) > 40
    assert not Token.objects.filter(digest=token).exists(), "the token itself is not kept"
    bearer = {"Authorization": f"Bearer {token}"}
    answer = client.get("/api/films", headers=bearer)
    assert [each["title"] for each in answer.json()] == [film.title]
    call_command("token", user.email, "--name", "night", "--revoke", stderr=StringIO())
    refused = client.get("/api/films", headers=bearer)
    assert refused.status_code == 401
    assert refused.json()["code"] == "signed-out"
    with pytest.raises(CommandError):
        call_command("token", user.email, "--name", "night", "--revoke", stderr=StringIO())
    with pytest.raises(CommandError):
        call_command("token", "nobody@example.org")


def test_a_session_may_read_too(film: Film, client: Client) -> None:
    editor = make.member(film, "editor")
    client.force_login(editor.user)
    found = client.get(f"/api/films/{film.id}").json()
    assert (found["title"], found["team"]) == (film.title, film.team.name)
    names = {
        each["name"]: each["roles"] for each in client.get(f"/api/films/{film.id}/members").json()
    }
    assert names[str(editor)] == ["editor"]


def test_every_no_is_json_with_a_code_and_a_reason(film: Film, client: Client) -> None:
    cases = [(client.get("/api/films"), 401), (client.get("/api/nothing-here"), 404)]
    client.force_login(make.user())
    cases.append((client.get(f"/api/films/{film.id}"), 404))
    cases.append((client.get(f"/api/films/{uuid4()}/members"), 404))
    for answer, status in cases:
        assert answer.status_code == status
        assert set(answer.json()) == {"code", "reason"}


@pytest.mark.slow
def test_the_api_describes_itself(db: None, client: Client) -> None:
    described = client.get("/api/openapi.json").json()
    assert "/api/films/{film_id}/members" in described["paths"]
