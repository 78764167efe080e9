"""The inbox tells of sittings: of invitations, of what is called off, of what is to be done."""

from django.test import Client

from slowfilm.films.models import Film, Member
from slowfilm.inbox.found import found, unread
from slowfilm.inbox.items import shown
from slowfilm.sittings import actions, holding
from tests import make
from tests.sittings import made


def told(member: Member) -> dict[str, tuple[str, str]]:
    """What a member's inbox says, by kind: the sentence, and the words with it."""
    items = shown(list(found(member.user_id)))
    return {each.kind: (each.sentence, each.words) for each in items}


def test_who_is_invited_is_told_and_who_invites_is_not(film: Film) -> None:
    editor, sound = make.member(film, "editor"), make.member(film, "sound")
    director = make.director(film)
    sitting = made.planned(film, guests=made.guests([editor, director]))
    sentence, words = told(editor)["sitting"]
    assert "Dailies" in sentence and str(director) in sentence
    assert "Asia/Shanghai" in words
    assert (unread(editor.user_id), unread(sound.user_id), unread(director.user_id)) == (1, 0, 0)
    by = {"film_id": film.id, "actor": director.actor}
    actions.call_off(**by, sitting=sitting.id, reason="Rain.")
    assert told(editor)["sitting-off"][1] == "Rain."
    assert "sitting-off" not in told(sound)


def test_who_has_something_to_do_is_told(film: Film, client: Client) -> None:
    editor = make.member(film, "editor")
    sitting = made.opened(film)
    by = {"film_id": film.id, "actor": make.director(film).actor}
    holding.give_task(**by, sitting=sitting.id, member=editor.id, text="Slower at the window")
    assert told(editor)["task"][1] == "Slower at the window"
    client.force_login(editor.user)
    page = client.get("/inbox/").content.decode()
    assert f"/films/{film.id}/sittings/{sitting.id}/" in page
    tasks = client.get(f"/films/{film.id}/sittings/").content.decode()
    assert "Slower at the window" in tasks
    task = sitting.tasks.get()
    client.post(f"/films/{film.id}/tasks/{task.id}")
    task.refresh_from_db()
    assert task.done_by == editor.actor
    client.post(f"/films/{film.id}/tasks/{task.id}", {"back": "record"})
    task.refresh_from_db()
    assert task.done_at is None
