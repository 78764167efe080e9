"""Cuts are begun, saved, and kept as they were saved."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from slowfilm.archives.verify_rows import verify_rows
from slowfilm.cuts import actions
from slowfilm.cuts.models import Cut, CutClip, CutVersion
from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.shots.actions import select_draft
from slowfilm.shots.models import Draft
from tests import make
from tests.cuts.made import by, clip, cut, ids, saved
from tests.generations import made


@pytest.fixture
def drafts(film: Film) -> list[Draft]:
    return [make.draft(film, frames=frames) for frames in (48, 96, 24)]


def refused(of: Cut, clips: list[dict[str, Any]], **more: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as told:
        saved(of, clips, **more)
    return told.value.code, str(told.value.reason)


def test_a_cut_has_the_measures_of_its_film_and_begins_empty(film: Film) -> None:
    begun = cut(film, "The lane | 巷子")
    assert (begun.title, begun.rate, begun.width) == ("The lane | 巷子", film.rate, film.width)
    assert not begun.versions.exists()
    actions.rename_cut(**by(film), cut=begun.id, title="Rain")
    begun.refresh_from_db()
    assert begun.title == "Rain"
    with pytest.raises(Refused, match="malformed"):
        actions.add_cut(**by(film), title="  ")


def test_every_save_is_a_version_and_stays_what_it_was(film: Film, drafts: list[Draft]) -> None:
    begun = cut(film)
    first = saved(begun, [clip(each) for each in drafts], note="All of them")
    second = saved(begun, [clip(drafts[2]), clip(drafts[0], 4, 20, join="dip", join_frames=10)])
    assert [(each.number, each.frames) for each in begun.versions.all()] == [
        (1, 168),
        (2, 40),
    ]
    assert ids(first) == [each.id for each in drafts]
    assert ids(second) == [drafts[2].id, drafts[0].id]
    assert verify_rows(film.id).fault is None
    for rows in (CutVersion.objects.filter(id=first.id), CutClip.objects.filter(version=first)):
        with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
            rows.update(**{"note": "x"} if rows.model is CutVersion else {"level": 3})


def test_of_two_editors_the_second_is_told_who_was_faster(film: Film, drafts: list[Draft]) -> None:
    begun = cut(film)
    saved(begun, [clip(drafts[0])])
    ada = make.member(film, "editor", name="Ada Bell")
    asked = {"cut": begun.id, "made_from": 1, "clips": [clip(drafts[1])]}
    actions.save_cut(film_id=film.id, actor=ada.actor, **asked)
    code, said = refused(begun, [clip(drafts[2])], made_from=1)
    assert code == "conflict"
    assert "Ada Bell saved v002 meanwhile; yours was made from v001" in said
    assert begun.versions.count() == 2
    saved(begun, [clip(drafts[2])], made_from=2)


def test_a_viewer_saves_nothing(film: Film, drafts: list[Draft]) -> None:
    viewer = make.member(film, "viewer")
    with pytest.raises(Refused, match="not-allowed"):
        actions.add_cut(film_id=film.id, actor=viewer.actor, title="Mine")


@pytest.mark.parametrize(
    ("clips", "code", "said"),
    [
        ([(0, 49, "cut", 0)], "no-frames", "it has 48 frames"),
        ([(10, 10, "cut", 0)], "no-frames", "one is chosen that it has not"),
        ([(0, 48, "dissolve", 4)], "nothing-before", "nothing comes before it"),
        ([(0, 40, "cut", 0), (0, 48, "dissolve", 9)], "no-handle", "the draft has 8 there"),
        ([(0, 24, "cut", 0), (0, 5, "dissolve", 6)], "too-short", "5 frames long"),
        ([(0, 2, "cut", 0), (0, 48, "dip", 8)], "too-short", "2 frames long, and its join takes 4"),
    ],
)
def test_what_cannot_be_played_is_refused_with_its_name(
    film: Film, clips: list[tuple[int, int, str, int]], code: str, said: str
) -> None:
    draft = make.draft(film, frames=48)
    asked = [
        {"draft": draft.id, "first": first, "last": last, "join": join, "join_frames": frames}
        for first, last, join, frames in clips
    ]
    told = refused(cut(film), asked)
    assert told[0] == code
    assert said in told[1] and draft.name in told[1]


def test_a_draft_or_cut_of_another_film_is_not_there(film: Film, drafts: list[Draft]) -> None:
    elsewhere = make.draft(make.film())
    assert refused(cut(film), [clip(drafts[0]), clip(elsewhere)])[0] == "no-draft"
    other = cut(elsewhere.film)
    with pytest.raises(Refused, match="no-cut"):
        actions.save_cut(**by(film), cut=other.id, made_from=0, clips=[])


@pytest.mark.slow
def test_sound_is_a_part_of_a_reference_that_may_be_used(film: Film, drafts: list[Draft]) -> None:
    begun, music = cut(film), made.sound(film)
    about = {"track": 1, "reference": music.id, "at": 12, "start_ms": 0, "end_ms": 1000}
    version = saved(begun, [clip(drafts[0])], sounds=[{**about, "levels": [[0, -6], [0.5, 0]]}])
    (row,) = version.sounds.all()
    assert (row.at, row.levels) == (12, [[0.0, -6.0], [0.5, 0.0]])
    clips = [clip(drafts[0])]
    assert refused(begun, clips, sounds=[{**about, "end_ms": 999_999}])[0] == "no-span"
    assert refused(begun, clips, sounds=[{**about, "levels": [[1, 0], [0, 0]]}])[0] == "levels"
    silent = made.picture(film)
    assert refused(begun, clips, sounds=[{**about, "reference": silent.id}])[0] == "no-sound"
    make.describe(music, study=True)
    assert refused(begun, clips, sounds=[about])[0] == "study"


def test_one_click_takes_the_selected_draft_of_each_shot_else_the_newest(film: Film) -> None:
    first, second = make.draft(film, frames=10), make.draft(film, frames=20)
    newer = make.draft(film, second.shot, frames=30)
    make.draft(film, first.shot, frames=40)
    make.shot(film)  # nothing to see yet
    select_draft(**by(film), draft=first.id)
    assert [each.draft for each in actions.from_shots(film)] == [first.id, newer.id]
    version = saved(cut(film), [each.model_dump() for each in actions.from_shots(film)])
    assert version.frames == 40
