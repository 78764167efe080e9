"""What a sitting leaves: who was there, what they saw, and that it counts as seen."""

import itertools
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from slowfilm import storage
from slowfilm.cuts.models import CutVersion
from slowfilm.films.models import Film, Member
from slowfilm.jobs.models import Job
from slowfilm.reviews import paper
from slowfilm.reviews.models import Viewing
from slowfilm.reviews.notes import write_note
from slowfilm.reviews.viewings import seen_whole
from slowfilm.shots.models import Draft
from slowfilm.sittings import holding, pdf_job
from slowfilm.sittings.attending import attend
from slowfilm.sittings.ending import FORGOTTEN, end_forgotten, end_sitting
from slowfilm.sittings.models import Attending, Sitting
from slowfilm.sittings.spans import both, joined, longest
from tests import make
from tests.cuts.made import clip, cut, saved
from tests.sittings import made

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


def frames(spans: list[tuple[int, int]]) -> set[int]:
    """The frames that lie in spans."""
    return {frame for first, last in spans for frame in range(first, last)}


@given(SPANS, SPANS, st.integers(0, 5))
def test_spans_are_sets_of_frames(
    one: list[tuple[int, int]], other: list[tuple[int, int]], most: int
) -> None:
    told = joined(one)
    assert frames(told) == frames(one)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(told))
    assert frames(both(joined(one), joined(other))) == frames(one) & frames(other)
    assert len(longest(told, most)) <= most
    assert frames(longest(told, most)) <= frames(one)


def end(sitting: Sitting) -> None:
    """The director ends it."""
    end_sitting(
        film_id=sitting.film_id, actor=make.director(sitting.film).actor, sitting=sitting.id
    )
    sitting.refresh_from_db()


def viewings(member: Member, draft: Draft) -> list[tuple[int, int]]:
    """What counts as seen."""
    found = Viewing.objects.filter(member=member, draft=draft).order_by("first")
    assert all(each.digest == draft.master_id for each in found)
    return [(each.first, each.last) for each in found]


def test_what_was_shown_and_seen_counts_as_seen(film: Film) -> None:
    draft, other = make.draft(film, frames=20), make.draft(film, frames=20)
    editor, sound = make.member(film, "editor"), make.member(film, "sound")
    sitting = made.opened(film)
    made.show(sitting, {"ms": 0, "draft": draft.id, "frame": 0, "speed": 1})
    attend(sitting, editor.id, {draft.id: [(0, 12)]})
    attend(sitting, editor.id, {draft.id: [(8, 99)], other.id: [(0, 20)], uuid4(): [(0, 9)]})
    attend(sitting, sound.id, {draft.id: [(3, 4), (9, 2)]})
    end(sitting)
    assert viewings(editor, draft) == [(0, 20)]  # what it has, and no more
    assert viewings(editor, other) == []  # nobody presented it
    assert viewings(sound, draft) == [(3, 4)]
    assert seen_whole(draft, [editor, sound]) == {editor.id}
    assert not Attending.objects.filter(sitting=sitting).exists()
    assert {each.member for each in sitting.presences.all()} == {editor, sound}


def test_in_a_cut_it_is_the_drafts_frames_that_are_seen(film: Film) -> None:
    first, second = make.draft(film, frames=48), make.draft(film, frames=48)
    version: CutVersion = saved(cut(film, "The lane"), [clip(first, 0, 30), clip(second, 10, 34)])
    sitting = made.opened(film, {"cut": version.cut_id})
    made.show(sitting, {"ms": 0, "version": version.id, "frame": 0, "speed": 1})
    editor = make.member(film, "editor")
    attend(sitting, editor.id, {first.id: [(0, 48)], second.id: [(0, 48)]})
    end(sitting)
    seen = viewings(editor, first)
    assert seen and seen[0][0] == 0 and seen[-1][1] <= 30  # the cut leaves the rest out
    assert all(a >= 10 and b <= 34 for a, b in viewings(editor, second))


def test_who_goes_and_comes_again_was_there_twice(film: Film) -> None:
    sitting, editor = made.opened(film), make.member(film, "editor")
    attend(sitting, editor.id, {})
    attend(sitting, editor.id, {})
    row = Attending.objects.get(sitting=sitting, member=editor)
    assert len(row.times) == 1
    gone = (timezone.now() - timedelta(minutes=5)).isoformat()
    Attending.objects.update(times=[[gone, gone]])
    attend(sitting, editor.id, {})
    assert len(Attending.objects.get(sitting=sitting, member=editor).times) == 2
    end(sitting)
    assert sitting.presences.filter(member=editor).count() == 2


def test_a_sitting_where_nobody_is_any_more_is_ended(film: Film) -> None:
    sitting = made.opened(film)
    attend(sitting, make.director(film).id, {})
    assert end_forgotten() == 0
    opened = timezone.now() - FORGOTTEN * 3
    fresh = Sitting.objects.filter(id=sitting.id)
    fresh.update(opened_at=opened)
    assert end_forgotten() == 0  # somebody is there
    Attending.objects.update(told_at=opened + FORGOTTEN)
    assert end_forgotten() == 1
    assert fresh.get().state == "ended"


def test_what_a_page_tells_is_checked(film: Film, client: Client) -> None:
    sitting, draft = made.opened(film), make.draft(film)
    viewer = make.member(film, "viewer")
    client.force_login(viewer.user)
    url = f"/films/{film.id}/sittings/{sitting.id}/attending"
    kind = "application/json"
    for wrong in ("", "[]", '{"seen": {"x": []}}', '{"seen": {}, "more": 1}', "{" + " " * 300_000):
        assert client.post(url, wrong, content_type=kind).status_code == 400
    told = f'{{"seen": {{"{draft.id}": [[0, 3]]}}}}'
    assert client.post(url, told, content_type=kind).status_code == 200
    assert Attending.objects.get(member=viewer).seen == {str(draft.id): [[0, 3]]}
    end(sitting)
    assert client.post(url, told, content_type=kind).status_code == 409


@pytest.mark.slow
def test_the_record_and_its_replay_are_pages(film: Film, client: Client) -> None:
    draft = make.draft(film, frames=20)
    editor = make.member(film, "editor", name="Ada Bell")
    sitting = made.opened(film, {"shot": draft.shot_id}, guests=made.guests([], [editor]))
    made.show(sitting, {"ms": 0, "draft": draft.id, "frame": 0, "speed": 1})
    by = {"film_id": film.id, "actor": editor.actor}
    write_note(**by, draft=draft.id, first=3, last=4, kind="change", text="慢一点 Slower")
    told = {"sitting": sitting.id, "kind": "noted", "draft": draft.id, "words": "The rain stays"}
    holding.note_decision(**by, **told, frame=3)
    holding.give_task(**by, sitting=sitting.id, member=editor.id, text="Cut the rain")
    attend(sitting, editor.id, {draft.id: [(0, 20)]})
    end(sitting)
    client.force_login(make.member(film, "viewer").user)
    page = client.get(f"/films/{film.id}/sittings/{sitting.id}/").content.decode()
    for words in ("慢一点 Slower", "The rain stays", "Cut the rain", "Ada Bell", draft.master_id):
        assert words in page
    replay = client.get(f"/films/{film.id}/sittings/{sitting.id}/replay/").content.decode()
    assert "The rain stays" in replay and str(draft.id) in replay
    url = f"/films/{film.id}/sittings/{sitting.id}/pdf"
    assert client.post(url).status_code == 302
    words = pdf_of(Job.objects.get(kind=pdf_job.PDF.name))
    for each in ("The rain stays", "Cut the rain", "Ada Bell", draft.name, draft.master_id):
        assert each in words
    assert "慢一点 Slower" in words or not paper.font()


def pdf_of(job: Job) -> str:
    """Do the job, and read the words of what it made."""
    pdf_job.make(make.running(job.subject), None)  # type: ignore[arg-type]
    job.refresh_from_db()
    with storage.on_disk(job.facts["pdf"]) as path:
        # Codes of two bytes: the reader leaves the first one where it is zero.
        pages = PdfReader(Path(path)).pages
        return "\n".join(page.extract_text() for page in pages).replace("\0", "")


@pytest.mark.parametrize("page", ["", "new/"])
def test_the_films_sittings_are_listed(film: Film, client: Client, page: str) -> None:
    made.planned(film, title="Rushes")
    made.held(film, make.draft(film, frames=4))
    client.force_login(make.director(film).user)
    assert client.get(f"/films/{film.id}/sittings/{page}").status_code == 200
    front = client.get(f"/films/{film.id}/").content.decode()
    assert "Rushes" in front  # it is near
