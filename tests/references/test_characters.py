"""Characters and their lines: what can be done, and what is refused with a sentence."""

from typing import Any
from uuid import uuid4

import pytest

from slowfilm.archives.verify_rows import verify_rows
from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.references import characters
from slowfilm.references.models import Character, Line
from tests import make
from tests.generations import made
from tests.references import cast


def refused(action: Any, **fields: Any) -> str:
    with pytest.raises(Refused) as refusal:
        action(**fields)
    assert str(refusal.value.reason)
    return refusal.value.code


def test_a_person_at_two_periods_is_two_characters(film: Film) -> None:
    person = cast.person(film)
    young, old = (cast.character(film, period, person) for period in ("1998", "2024"))
    assert [young.title, old.title] == ["林遥（1998）", "林遥（2024）"]
    about = {**cast.by(film), "person": person.id}
    assert refused(characters.add, **about, period=" １９９８") == "there-already"
    assert refused(characters.add, **about, period=" ") == "malformed"
    assert refused(characters.add, **about, period="x" * 41) == "malformed"
    assert refused(characters.add, **{**about, "person": uuid4()}, period="1") == "no-person"
    change = {**cast.by(film), "character": old.id}
    assert refused(characters.change, **change, period="1998") == "there-already"
    characters.change(**change, period="now")
    assert Character.objects.get(id=old.id).title == "林遥（now）"
    assert verify_rows(film.id).fault is None


def test_another_films_person_and_references_are_refused(film: Film) -> None:
    other = make.film()
    mine, theirs = cast.character(film), cast.character(other)
    picture = made.picture(other)
    give = {**cast.by(film), "character": mine.id, "role": "subject"}
    assert refused(characters.give, **give, reference=picture.id) == "no-reference"
    assert refused(characters.change, **cast.by(film), character=theirs.id, period="1") == (
        "no-character"
    )


def test_references_are_given_in_roles_ordered_and_taken_away(film: Film) -> None:
    picture, sound = made.picture(film), made.sound(film)
    one = cast.character(film, subject=picture, voice=sound)
    give = {**cast.by(film), "character": one.id}
    assert refused(characters.give, **give, reference=picture.id, role="subject") == "given-already"
    for reference, role in (
        (picture, "voice"),
        (sound, "subject"),
        (picture, "plate"),
        (sound, ""),
    ):
        assert refused(characters.give, **give, reference=reference.id, role=role) == "role"
    first, second = one.material.all()
    characters.order(**give, material=[second.id, first.id])
    assert [each.role for each in one.material.all()] == ["voice", "subject"]
    for wrong in ([first.id], [first.id, first.id], [first.id, uuid4()]):
        assert refused(characters.order, **give, material=wrong) == "other-material"
    characters.take_away(**cast.by(film), material=first.id)
    assert refused(characters.take_away, **cast.by(film), material=first.id) == "no-material"
    assert refused(characters.remove, **give) == "in-use"
    assert [each.role for each in one.material.all()] == ["voice"]
    assert verify_rows(film.id).fault is None


def test_a_character_with_nothing_to_it_goes(film: Film) -> None:
    characters.remove(**cast.by(film), character=cast.character(film).id)
    assert not Character.objects.filter(film=film).exists()
    assert verify_rows(film.id).fault is None


def test_a_character_in_a_brief_stays(film: Film) -> None:
    one = cast.character(film, subject=made.picture(film))
    made.queue(make.shot(film), made.wanted(text="@林遥（1998）"))
    characters.take_away(**cast.by(film), material=one.material.get().id)
    assert refused(characters.remove, **cast.by(film), character=one.id) == "in-use"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"words": " "}, "malformed"),
        ({"words": "x" * 2001}, "malformed"),
        ({"words": "\x00"}, "malformed"),
        ({"dialect": "x" * 81}, "malformed"),
        ({"take": "unknown"}, "no-reference"),
        ({"take": "picture"}, "no-sound"),
        ({"start_ms": 0, "end_ms": 5}, "span"),
        ({"take": "sound", "start_ms": 5}, "span"),
        ({"take": "sound", "start_ms": 500, "end_ms": 500}, "span"),
        ({"take": "sound", "start_ms": 0, "end_ms": 4000}, "span"),
        ({"take": "sound", "start_ms": -1, "end_ms": 4}, "malformed"),
    ],
)
def test_a_line_that_is_wrong_is_refused(film: Film, told: dict[str, Any], code: str) -> None:
    takes = {"picture": made.picture(film).id, "sound": made.sound(film).id, "unknown": uuid4()}
    about = {**cast.by(film), "character": cast.character(film).id, "words": "x", **told}
    if "take" in told:
        about["take"] = takes[told["take"]]
    assert refused(characters.write, **about) == code


def test_lines_are_written_changed_and_taken_away(film: Film) -> None:
    take = made.sound(film)
    one = cast.line(cast.character(film), take=take, dialect="闽南语", translation="It rains.")
    told = {"words": "着。", "take": take.id, "start_ms": 100, "end_ms": 2900}
    characters.rewrite(**cast.by(film), line=one.id, **told)
    now = Line.objects.get(id=one.id)
    assert (now.words, now.dialect, now.start_ms, now.end_ms) == ("着。", "", 100, 2900)
    characters.unwrite(**cast.by(film), line=one.id)
    assert refused(characters.unwrite, **cast.by(film), line=one.id) == "no-line"
    assert refused(characters.rewrite, **cast.by(film), line=one.id, words="x") == "no-line"
    assert verify_rows(film.id).fault is None
