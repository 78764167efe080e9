"""Who is in what, and what of them is missing: clearance by each use."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from slowfilm.clearance import actions, releases
from slowfilm.clearance.answer import clearance
from slowfilm.clearance.models import Release, Sighting
from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.people import actions as people
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from tests import make
from tests.clearance.test_answer import from_
from tests.generations import made


@pytest.fixture
def still(film: Film) -> Reference:
    """A picture of which nothing is said."""
    return made.picture(film, nobody=False)


def codes(use: Any, *references: Reference, **roles: str) -> list[str]:
    """Why these may not be used; `role`: what they are all for."""
    for each in references:
        each.refresh_from_db()
    for_what = {each.id: {roles["role"]} for each in references} if roles else None
    return [r.code for r in clearance(use, references=references, roles=for_what).reasons]


def by(film: Film) -> dict[str, Any]:
    """The director acts."""
    return {"film_id": film.id, "actor": make.director(film).actor}


def test_a_person_needs_a_release_and_somebody_to_say_that_this_is_all(
    lin: Person, still: Reference
) -> None:
    assert codes("generate", still) == ["unsaid"]
    make.name(still, lin, else_=False)
    assert codes("generate", still) == ["not-all", "no-release"]
    make.name(still, lin)
    assert codes("generate", still) == ["no-release"]
    make.release(lin)
    assert codes("generate", still) == codes("show", still) == []


def test_an_empty_plate_stays_usable(film: Film, still: Reference) -> None:
    make.name(still)
    assert codes("generate", still) == codes("show", still) == []
    assert clearance("show", references=[still]).declared_by == (make.director(film).actor,)


@pytest.mark.parametrize(
    ("role", "needs"),
    [
        *((role, {"likeness"}) for role in ("subject", "motion", "driving", "plate", "place")),
        *((role, {"voice"}) for role in ("voice", "kept-voice", "ambience", "music")),
        ("verbatim", {"likeness", "voice"}),
    ],
)
def test_each_role_needs_its_own_use(film: Film, lin: Person, role: str, needs: set[str]) -> None:
    clip = make.reference(film, "video", make.blob(film), {"rate": "24"}, nobody=False)
    make.name(clip, lin, heard=[lin])
    clip.refresh_from_db()
    answer = clearance("generate", references=[clip], roles={clip.id: {role}})
    assert {reason.consent for reason in answer.reasons} == needs
    make.release(lin, *needs)
    assert codes("generate", clip, role=role) == []
    assert codes("show", clip) == ["no-release"], "to be shown is another use"


def test_who_is_only_heard_needs_no_likeness(film: Film, lin: Person) -> None:
    hum = made.sound(film, nobody=False)
    make.name(hum, heard=[lin])
    make.release(lin, "voice")
    assert codes("generate", hum, role="voice") == codes("generate", hum) == []


def test_a_reason_names_person_and_use_and_where_to_mend_it(
    film: Film, lin: Person, still: Reference
) -> None:
    make.name(still, lin)
    (reason,) = clearance("generate", references=[Reference.objects.get(id=still.id)]).reasons
    assert reason.sentence == "Lin Yao has given no release for “Reference for a likeness”."
    assert (reason.person, reason.consent) == (lin.id, "likeness")
    assert reason.mend == f"/films/{film.id}/people/#person-{lin.id}"


def test_everyone_named_must_have_released_it(film: Film, lin: Person, still: Reference) -> None:
    zhou = make.person(film, "Zhou")
    make.name(still, lin, zhou)
    make.release(lin)
    (reason,) = clearance("show", references=[Reference.objects.get(id=still.id)]).reasons
    assert reason.person == zhou.id
    make.signed(make.release_link(zhou), "likeness")
    assert codes("generate", still) == []
    assert codes("show", still) == ["no-release"]


def test_a_withdrawal_takes_effect_at_once_and_another_release_mends_it(
    film: Film, lin: Person, still: Reference
) -> None:
    make.name(still, lin)
    first = make.release(lin)
    releases.withdraw_release(**by(film), release=first.id)
    assert codes("generate", still) == ["withdrawn"]
    make.release(lin)
    assert codes("generate", still) == []


def test_the_term_is_asked_at_each_answer(lin: Person, still: Reference) -> None:
    make.name(still, lin)
    tomorrow = timezone.localdate() + timedelta(days=1)
    release = make.release(lin, ends_on=tomorrow)
    assert codes("generate", still) == []
    assert release.ends_at is not None and release.ends_at - timezone.now() > timedelta(days=1)
    assert release.state_at(release.ends_at - timedelta(microseconds=1)) == Release.State.LIVE
    assert release.state_at(release.ends_at) == Release.State.ENDED
    with make.past_the_guards():
        past = timezone.now() - timedelta(days=2)
        Release.objects.filter(id=release.id).update(starts_at=past, ends_at=timezone.now())
    (reason,) = clearance("show", references=[Reference.objects.get(id=still.id)]).reasons
    assert reason.code == "ended"
    with make.past_the_guards():
        later = timezone.now() + timedelta(hours=1)
        Release.objects.filter(id=release.id).update(starts_at=later, ends_at=None)
    assert codes("show", still) == ["not-begun"]


def test_a_paper_that_was_altered_clears_nothing(lin: Person, still: Reference) -> None:
    make.name(still, lin)
    release = make.release(lin)
    with make.past_the_guards():
        text = release.text.replace("this film", "any film")
        Release.objects.filter(id=release.id).update(text=text)
    assert codes("generate", still) == ["altered"]


def test_drafts_inherit_people_through_every_draft(
    film: Film, lin: Person, still: Reference
) -> None:
    make.name(still, lin)
    first = from_(make.draft(film, nobody_declared_by="system"), still)
    second = from_(make.draft(film, nobody_declared_by="system"), first)
    assert [r.person for r in clearance("show", drafts=[second]).reasons] == [lin.id]
    make.release(lin)
    assert clearance("show", drafts=[second]).cleared


def test_who_is_in_a_draft_is_said_of_it_whenever_it_is_found(film: Film, lin: Person) -> None:
    draft = make.draft(film)
    make.lock(draft)
    make.name(draft, lin)
    draft.refresh_from_db()
    assert draft.nobody_else_by == make.director(film).actor
    assert [r.person for r in clearance("show", drafts=[draft]).reasons] == [lin.id]
    make.release(lin)
    assert clearance("show", drafts=[draft]).cleared


def test_what_is_said_anew_replaces_what_was_said(
    film: Film, lin: Person, still: Reference
) -> None:
    zhou = make.person(film, "Zhou")
    make.name(still, lin)
    first = Sighting.objects.get()
    make.name(still, lin, zhou)
    assert {s.person for s in Sighting.objects.standing()} == {lin, zhou}
    assert first in Sighting.objects.standing(), "what is said again stands as it stood"
    make.name(still, else_=False)
    assert not Sighting.objects.standing().exists()
    assert codes("generate", still) == ["unsaid"]
    assert Sighting.objects.count() == 2, "what was said stays in the record"


@pytest.mark.slow
def test_many_are_named_at_once(film: Film, lin: Person) -> None:
    many = [made.picture(film, nobody=False) for _ in range(20)]
    entries = Entry.objects.filter(film=film).count()
    named = [{"person": lin.id, "seen": True}]
    ids = [each.id for each in many]
    actions.name_people(**by(film), references=ids, people=named, nobody_else=True)
    assert Entry.objects.filter(film=film).count() == entries + 1
    assert Sighting.objects.standing().count() == 20
    assert set(codes("generate", *many)) == {"no-release"}
    actions.name_people(**by(film), references=ids, nobody_else=True)
    assert codes("generate", *many) == []


BAD: list[tuple[str, dict[str, Any]]] = [
    ("nothing-chosen", {"references": []}),
    ("no-reference", {"references": [uuid4()]}),
    ("no-draft", {"drafts": [uuid4()]}),
    ("no-person", {"people": [{"person": uuid4(), "seen": True}]}),
    ("neither", {"people": [{"person": "lin"}]}),
    ("named-twice", {"people": [{"person": "lin", "seen": True}] * 2}),
    ("not-possible", {"people": [{"person": "lin", "heard": True}]}),
    ("malformed", {"people": [{"person": "not an id", "seen": True}]}),
    ("malformed", {"references": "still", "nobody_else": "perhaps"}),
]


@pytest.mark.parametrize(("code", "fields"), BAD)
def test_what_cannot_be_said(
    film: Film, lin: Person, still: Reference, code: str, fields: dict[str, Any]
) -> None:
    asked = {"references": [still.id], **fields}
    for named in asked.get("people", []):
        named["person"] = lin.id if named["person"] == "lin" else named["person"]
    with pytest.raises(Refused) as refused:
        actions.name_people(**by(film), **asked)
    assert refused.value.code == code
    assert not Sighting.objects.exists()


def test_what_is_of_another_film_cannot_be_named(film: Film, lin: Person, still: Reference) -> None:
    other = make.film()
    named = [{"person": lin.id, "seen": True}]
    for asked in ({"references": [made.picture(other).id]}, {"drafts": [make.draft(other).id]}):
        with pytest.raises(Refused):
            actions.name_people(**by(film), **asked, people=named)
    theirs = [{"person": make.person(other).id, "seen": True}]
    with pytest.raises(Refused):
        actions.name_people(**by(film), references=[still.id], people=theirs)


@pytest.mark.slow
def test_too_much_at_once_is_refused(film: Film) -> None:
    people_ = [make.person(film, f"Person {n}") for n in range(26)]
    ids = [made.picture(film, nobody=False).id for _ in range(20)]
    named = [{"person": each.id, "seen": True} for each in people_]
    with pytest.raises(Refused) as refused:
        actions.name_people(**by(film), references=ids, people=named)
    assert refused.value.code == "too-many"


def test_nobody_is_not_declared_where_somebody_is_named(
    film: Film, lin: Person, still: Reference
) -> None:
    make.name(still, lin)
    with pytest.raises(Refused) as refused:
        actions.declare_nobody(**by(film), reference=still.id)
    assert refused.value.code == "people-named"


@pytest.mark.parametrize("role", ["viewer", "performer", "cinematographer", "sound", "engineer"])
def test_only_who_may_clear_says_who_is_in_it(film: Film, still: Reference, role: str) -> None:
    act = {"film_id": film.id, "actor": make.member(film, role).actor}
    with pytest.raises(Refused) as refused:
        actions.name_people(**act, references=[still.id], nobody_else=True)
    assert refused.value.code == "not-allowed"
    with pytest.raises(Refused):
        people.add_person(**act, name="Zhou")


def test_a_member_is_one_person_and_on_the_film(film: Film, lin: Person) -> None:
    director = make.director(film)
    elsewhere, gone = make.director(make.film()).id, make.member(film, "editor")
    gone.removed_at = timezone.now()
    gone.save()
    for member in (director.id, elsewhere, gone.id):
        with pytest.raises(Refused):
            people.add_person(**by(film), name="Zhou", member=member)
    with pytest.raises(Refused):
        people.add_person(**by(film), name="  ")


def test_a_paper_stands_for_who_signed_it(film: Film, lin: Person) -> None:
    people.describe_person(**by(film), person=lin.id, name="Lin", member=lin.member_id)
    lin.refresh_from_db()
    make.release(lin)
    about = {"person": lin.id, "name": "Lin", "member": lin.member_id}
    people.describe_person(**by(film), **about, note="as a child")
    for change in ({"name": "Zhou"}, {"member": None}):
        with pytest.raises(Refused) as refused:
            people.describe_person(**by(film), **(about | change))
        assert refused.value.code == "signed"
