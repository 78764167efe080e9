"""Works, places, rulings and decisions: what they let pass, what they stop, and how it is said."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowfilm.clearance import decisions, licences, rulings, showing, tracks
from slowfilm.clearance.answer import clearance
from slowfilm.clearance.naming_places import names
from slowfilm.clearance.works import Decision, Licence, Ruling
from slowfilm.films.models import Film
from slowfilm.generations import actions as generations
from slowfilm.generations.citations import Cited
from slowfilm.ledger import Refused
from slowfilm.people import place_actions
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from tests import make
from tests.generations import made

FACTS = {"codec": "png", "width": 480, "height": 270, "rotation": 0, "rate": ""}


@contextmanager
def refused(said: str) -> Iterator[None]:
    """What is done within is refused, and this is said."""
    with pytest.raises(Refused) as found:
        yield
    assert said in str(found.value.reason)


def by(film: Film) -> dict[str, Any]:
    """The director acts."""
    return {"film_id": film.id, "actor": make.director(film).actor}


def codes(reference: Reference, use: Any = "generate", **more: Any) -> list[str]:
    """What stands against one reference."""
    return [each.code for each in clearance(use, references=[reference], **more).reasons]


def place(film: Film, name: str = "柳巷", agreed: str = "no") -> UUID:
    """A place, and what was agreed."""
    one = place_actions.add_place(**by(film), name=name, kind="lane", residents="周").command
    place_actions.record_agreement(**by(film), place=one, agreed=agreed)
    return one


@pytest.fixture
def work(film: Film) -> Reference:
    """A picture by somebody else."""
    return make.describe(made.picture(film, facts=FACTS), maker="Ada Archive")


def test_anothers_work_needs_a_licence_that_allows_the_use(film: Film, work: Reference) -> None:
    assert codes(work) == ["no-licence"]
    about = {"kind": "contract", "holder": "Ada", "references": [work.id]}
    licences.record_licence(**by(film), **about, allows=["show"])
    assert codes(work) == ["not-licensed"]
    allowed = licences.record_licence(**by(film), **about, allows=["engine", "alter"]).command
    assert codes(work) == [] and codes(work, "show") == []
    licences.withdraw_licence(**by(film), licence=allowed)
    assert codes(work) == ["withdrawn"]


def test_what_is_ours_is_declared_once_for_many(film: Film, work: Reference) -> None:
    other = make.describe(made.picture(film), medium="broadcast")
    assert codes(other) == ["no-licence"]
    own: dict[str, Any] = licences.OWN
    licences.record_licence(**by(film), references=[work.id, other.id], **own)
    assert codes(work) == codes(other) == []


def test_a_members_own_work_and_written_rights_need_no_click(film: Film, work: Reference) -> None:
    ours = make.describe(made.picture(film), maker=str(make.director(film)))
    assert codes(ours) == []
    assert codes(make.describe(work, rights="By permission of Ada.")) == []


def test_music_needs_two_licences(film: Film) -> None:
    song = made.sound(film)
    about = {"kind": "contract", "holder": "Ada", "references": [song.id], "allows": ["show"]}
    licences.record_licence(**by(film), **about, part="composition")
    found = clearance("show", on_tracks=[song]).reasons
    assert [each.sentence for each in found] == ["Music: the recording: no licence is recorded."]
    licences.record_licence(**by(film), **about, part="recording")
    assert clearance("show", on_tracks=[song]).cleared


def test_a_reference_that_shows_a_refused_place_is_stopped(film: Film) -> None:
    lane, picture = place(film), made.picture(film)
    showing.show_place(**by(film), place=lane, references=[picture.id])
    (reason,) = clearance("generate", references=[picture]).reasons
    assert reason.sentence == "柳巷: those who live there have refused."
    assert reason.mend == f"/films/{film.id}/places/#place-{lane}"
    place_actions.record_agreement(**by(film), place=lane, agreed="yes")
    assert codes(picture) == []


def test_a_house_number_is_the_places_whose_it_is(film: Film) -> None:
    lane, picture = place(film), made.picture(film)
    about = {"reference": picture.id, "kind": "sign", "box": [100, 100, 400, 300], "words": "14"}
    with refused("Draw a box"):
        tracks.add_track(**by(film), **about | {"box": None})
    sign = tracks.add_track(**by(film), **about).command
    (reason,) = clearance("generate", references=[picture]).reasons
    assert reason.sentence == "A house number, plate or name can be read in it: 14."
    with refused("A place is no person"):
        tracks.name_tracks(**by(film), tracks=[sign], person=make.person(film, "Zhou").id)
    tracks.place_tracks(**by(film), tracks=[sign], place=lane)
    (reason,) = clearance("show", references=[picture]).reasons
    assert reason.sentence == "柳巷: those who live there have refused."
    with refused("A place is named there"):
        tracks.doubt_tracks(**by(film), tracks=[sign], reason="A crack in the wall.")
    place_actions.record_agreement(**by(film), place=lane, agreed="yes")
    assert codes(picture) == []


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("夜里的柳 巷，下雨", "柳巷", True),
        ("the WILLOW lane at dusk", "Willow Lane", True),
        ("ｗｉｌｌｏｗ　ｌａｎｅ", "Willow Lane", True),
        ("a billowlane", "Willow Lane", False),
        ("no names in it", "Lane", False),
        ("planes", "lane", False),
    ],
)
def test_a_place_is_named_whatever_widths_and_case(text: str, name: str, named: bool) -> None:
    assert names(text, name) == named


def test_a_brief_is_stopped_by_a_place_until_something_stands_instead(film: Film) -> None:
    shot, lane = make.shot(film), place(film)
    showing.show_place(**by(film), place=lane, scenes=[shot.scene_id])
    with refused("柳巷: those who live there have refused"):
        made.queue(shot, made.wanted(text="柳巷 at dusk"))
    with refused("This scene is set in a place"):
        made.queue(shot, made.wanted(text="A light."))
    told = {"wanted": "The lane.", "refused": "It was refused.", "why": "They said no."}
    about = {"place": lane, "scene": shot.scene_id}
    one = decisions.write_decision(**by(film), **told, **about).command
    with pytest.raises(Refused):  # nothing stands instead yet
        made.queue(shot, made.wanted(text="A light."))
    decisions.change_decision(
        **by(film), decision=one, **told, **about, instead="A space of light."
    )
    made.queue(shot, made.wanted(text="A light."))


def test_a_place_that_refuses_later_stops_what_waits(film: Film) -> None:
    lane = place(film, agreed="yes")
    waiting = made.queue(make.shot(film), made.wanted(text="柳巷 at dusk"))
    place_actions.record_agreement(**by(film), place=lane, agreed="no")
    with pytest.raises(Refused) as refused:
        generations.refuse_uncleared(waiting)
    assert refused.value.code == "clearance-withdrawn"


def test_care_refuses_whatever_was_signed(film: Film, lin: Person) -> None:
    picture = made.picture(film, nobody=False)
    make.name(picture, lin)
    make.release(lin)
    picture.refresh_from_db()
    assert codes(picture) == []
    about = {"reference": picture.id, "reason": "He asked us not to, in tears."}
    ruling = rulings.refuse_out_of_care(**by(film), **about).command
    assert codes(picture) == codes(picture, "show") == ["care"]
    rulings.end_ruling(**by(film), ruling=ruling)
    assert codes(picture) == []


def test_a_reason_under_the_law_is_signed_by_a_second_member(film: Film, zhou: Person) -> None:
    news = make.draft(film, nobody_declared_by="system")
    make.name(news, zhou)
    assert not clearance("show", drafts=[news]).cleared
    about = {"draft": news.id, "ground": "news", "reason": "The strike, on television."}
    ruling = rulings.write_reason(**by(film), **about).command
    assert not clearance("show", drafts=[news]).cleared
    with refused("second member"):
        rulings.sign_reason(**by(film), ruling=ruling)
    second = make.member(film, "clearance").actor
    rulings.sign_reason(film_id=film.id, actor=second, ruling=ruling)
    assert clearance("show", drafts=[news]).cleared
    assert Ruling.objects.get().stands


@pytest.mark.parametrize("use", ["generate", "show"])
def test_the_law_never_allows_a_likeness(film: Film, zhou: Person, use: str) -> None:
    """A draft made from it is no showing as it was, either."""
    picture = made.picture(film, nobody=False)
    make.name(picture, zhou)
    picture.refresh_from_db()
    about = {"reference": picture.id, "ground": "news", "reason": "The strike."}
    ruling = rulings.write_reason(**by(film), **about).command
    second = make.member(film, "clearance").actor
    rulings.sign_reason(film_id=film.id, actor=second, ruling=ruling)
    assert codes(picture, use) == ["no-release"]


@pytest.fixture
def head(film: Film, client: Client) -> Iterator[Client]:
    """The director's browser."""
    client.force_login(make.director(film).user)
    yield client


def test_a_refusal_offers_a_decision_and_the_scene_goes_on(film: Film, head: Client) -> None:
    shot, lane = make.shot(film), place(film)
    path = f"/films/{film.id}"
    form = {"text": "柳巷 at dusk", "engine": "animatic", "size": "1280x720", "seconds": "2"}
    form |= {"rate": "24", "seed": "7", "layout": "", "levels": ""}
    for prefix in ("cite", "line"):
        form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    page = head.post(f"{path}/shots/{shot.id}/brief/", form).content.decode()
    assert "those who live there have refused" in page
    assert f"/places/#place-{lane}" in page and "Write down what comes instead" in page
    begun = {"begin": "yes", "shot": shot.id, "place": lane, "wanted": "柳巷 at dusk"}
    begun |= {"scene": shot.scene_id, "refused": "Refused."}
    written = head.post(f"{path}/decisions/new/", begun)
    assert written.status_code == 200 and "柳巷 at dusk" in written.content.decode()
    del begun["begin"]
    head.post(f"{path}/decisions/new/", {**begun, "instead": "Light.", "in_seal": "on"})
    one = Decision.objects.get()
    assert (one.place_id, one.instead, one.in_seal) == (lane, "Light.", True)
    head.post(f"{path}/decisions/{one.id}/dissent", {"words": "I would have asked again."})
    assert "I would have asked again." in head.get(f"{path}/decisions/").content.decode()


@pytest.mark.slow
def test_a_licence_is_recorded_with_its_paper_on_the_page(
    film: Film, head: Client, work: Reference, tmp_path: Any
) -> None:
    path = f"/films/{film.id}"
    paper = tmp_path / "licence.pdf"
    paper.write_bytes(b"%PDF-1.7 a licence")
    with paper.open("rb") as file:
        head.post(
            f"{path}/licences/",
            {
                "references": work.id,
                "from_reference": work.id,
                "kind": "cc",
                "part": "whole",
                "holder": "Ada",
                "terms": "CC BY 4.0",
                "allows": ["engine", "alter"],
                "in_media": "cinema",
                "paper": file,
            },
        )
    licence = Licence.objects.get()
    assert (licence.terms, licence.media, codes(work)) == ("CC BY 4.0", "cinema", [])
    page = head.get(f"{path}/references/{work.id}/rights/").content.decode()
    assert "CC BY 4.0" in page
    assert head.get(f"{path}/media/{licence.paper_id}").status_code == 200
    sound = Client()
    sound.force_login(make.member(film, "sound").user)
    assert sound.get(f"{path}/media/{licence.paper_id}").status_code == 403
    for address in ("places/", "decisions/", "title/", f"references/{work.id}/"):
        assert head.get(f"{path}/{address}").status_code == 200, address


@pytest.mark.slow
def test_fifteen_references_are_asked_about_in_five_queries(film: Film, zhou: Person) -> None:
    found = [made.picture(film) for _ in range(15)]
    place(film)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        clearance("generate", references=found)
    assert len(asked) == 4
    for each in found:
        make.name(each, zhou)
    with CaptureQueriesContext(connection) as asked:
        clearance("generate", references=found)
    assert len(asked) == 5


def test_a_cited_work_is_refused_when_queued(film: Film, work: Reference) -> None:
    with refused("no licence for “Feeding to an engine”"):
        made.queue(make.shot(film), made.wanted(Cited(work.id, "style"), text="@Image1"))


@pytest.mark.slow
def test_many_are_licensed_at_once_from_the_library(film: Film, head: Client) -> None:
    """By one click as ours; by one form under a licence of somebody else."""
    theirs = [make.describe(made.picture(film), maker="Ada") for _ in range(3)]
    path, ids = f"/films/{film.id}", [each.id for each in theirs]
    assert [codes(each) for each in theirs] == [["no-licence"]] * 3
    page = head.post(f"{path}/works/", {"references": ids}).content.decode()
    assert all(str(each) in page for each in ids)
    wrong = head.post(f"{path}/licences/", {"references": ids, "kind": "cc", "holder": "Ada"})
    assert wrong.status_code == 422 and str(ids[0]) in wrong.content.decode()
    told = {"kind": "contract", "part": "whole", "holder": "Ada", "allows": ["engine"]}
    assert head.post(f"{path}/licences/", {"references": ids, **told}).status_code == 302
    assert [codes(each) for each in theirs] == [[]] * 3
    licence = Licence.objects.get()
    head.post(f"{path}/licences/{licence.id}/withdraw")
    assert codes(theirs[0]) == ["withdrawn"]
    head.post(f"{path}/licences/", {"references": [], "own": "yes"})
    head.post(f"{path}/licences/", {"references": ids, "own": "yes"})
    assert [codes(each) for each in theirs] == [[]] * 3 and Licence.objects.count() == 2
    shown = head.get(f"{path}/references/").content.decode()
    assert "Our own work" in shown and "Record a licence" in shown
    listed = head.get(f"{path}/works/").content.decode()
    assert "Contract" in listed and theirs[0].name in listed
