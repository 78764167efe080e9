"""What limits a release is heeded by the one answer: each field, and who may sign."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from slowfilm.clearance import after_actions, releases
from slowfilm.clearance.after import PersonMessage, WithdrawalStep
from slowfilm.clearance.answer import clearance
from slowfilm.clearance.extent import Extent
from slowfilm.clearance.models import Release, ReleaseLink, sha256
from slowfilm.clearance.paper import end_of, last_day
from slowfilm.films.models import Film
from slowfilm.people.models import Person
from slowfilm.shots.make import Source
from slowfilm.shots.models import Draft
from slowfilm.storage import Holding
from tests import make
from tests.clearance.test_people import by
from tests.clearance.test_releases import code
from tests.generations import made


def shown(film: Film, *people: Person, **about: Any) -> Draft:
    """A draft in which people are seen, and nobody else."""
    draft = make.draft(film, **about)
    make.name(draft, *people)
    return draft


def codes(draft: Draft) -> list[str]:
    """Why a draft may not be shown."""
    return [each.code for each in clearance("show", drafts=[draft]).reasons]


def test_what_was_made_from_a_picture_needs_altered_and_a_recording_shown(
    film: Film, lin: Person
) -> None:
    still = made.picture(film, nobody=False)
    make.name(still, lin)
    source = Source("subject", "Image1", reference=still.id)
    generated = make.draft(film, sources=[source], nobody_declared_by="system")
    recorded = shown(film, lin)
    make.release(lin, "likeness", "shown")
    assert codes(generated) == ["no-release"] and codes(recorded) == []
    make.release(lin, "altered")
    assert codes(generated) == []


def test_a_release_for_one_scene_clears_no_other(film: Film, lin: Person) -> None:
    first, second = shown(film, lin), shown(film, lin)
    make.release(lin, terms={"scenes": [str(first.shot.scene_id)]})
    assert (codes(first), codes(second)) == ([], ["other-scene"])
    still = made.picture(film, nobody=False)
    make.name(still, lin)
    still.refresh_from_db()
    for draft, why in ((first, []), (second, ["other-scene"])):
        extent = Extent(draft.shot.scene_id, 720)
        answer = clearance("generate", references=[still], extent=extent)
        assert [each.code for each in answer.reasons] == why
    text = Release.objects.get().text
    assert f"these scenes alone: {first.shot.scene.name}." in text


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"most_lines": 480}, ["too-large"]),
        ({"most_lines": 720}, []),
        ({"parts": ["voice"]}, ["other-part"]),
        ({"media": ["cinema"]}, ["no-venue"]),
        ({"show_first": True}, ["not-shown"]),
    ],
)
def test_each_limit_is_heeded(
    film: Film, lin: Person, terms: dict[str, Any], why: list[str]
) -> None:
    make.release(lin, terms=terms)
    assert codes(shown(film, lin)) == why


def test_venues(film: Film, lin: Person) -> None:
    draft = shown(film, lin)
    make.release(lin, terms={"media": ["cinema"], "territory": ["CN", "FR"]})
    for media, territory, why in (
        (["cinema"], ["CN"], []),
        (["cinema", "online"], ["CN"], ["other-venue"]),
        (["cinema"], [], ["other-venue"]),
    ):
        after_actions.set_venues(**by(film), media=media, territory=territory)
        assert codes(draft) == why


def test_a_picture_is_shown_to_them_first(film: Film, zhou: Person) -> None:
    draft, other = shown(film, zhou), shown(film)
    secret = make.signed(make.release_link(zhou), show_first=True)
    assert "shown to me before it is approved" in Release.objects.get().text
    assert codes(draft) == ["not-shown"]
    after_actions.view_draft(secret, draft.id, False)
    assert codes(draft) == ["not-agreed"]
    after_actions.view_draft(secret, draft.id, True)
    assert codes(draft) == []
    assert code(after_actions.view_draft, secret, other.id, True) == "no-draft"


def test_what_they_forbid_is_told_with_the_answer(film: Film, zhou: Person) -> None:
    draft = shown(film, zhou)
    make.signed(make.release_link(zhou), prohibitions="Not beside a grave.")
    assert "this may not be done: Not beside a grave." in Release.objects.get().text
    answer = clearance("show", drafts=[draft])
    assert answer.forbidden == (("周", "Not beside a grave."),)
    assert answer.forbidden_in(draft.id) == ["周: Not beside a grave."]
    assert answer.forbidden_in(uuid4()) == []


def test_a_guardian_signs_until_they_come_of_age(film: Film, zhou: Person) -> None:
    born = timezone.localdate() - timedelta(days=365 * 10)
    guarded: dict[str, Any] = {"terms": {"authority": "guardian", "zone": "Asia/Shanghai"}}
    private = {"born": born, "representative": "Wang Fang", "relation": "mother"}
    make.signed(make.release_link(zhou, **guarded, private=private))
    release = Release.objects.get()
    assert release.ends_at == end_of(
        born.replace(year=born.year + 18) - timedelta(days=1), "Asia/Shanghai"
    )
    assert "Wang Fang signs as guardian (mother)" in release.text
    adult = {**private, "born": date(1990, 1, 1)}
    for terms, told, why in (
        (guarded["terms"], adult, "of-age"),
        ({}, private, "minor"),
        (guarded["terms"], {**private, "representative": ""}, "no-representative"),
        (guarded["terms"], {**private, "born": None}, "no-birth"),
        ({"authority": "heir"}, {}, "no-representative"),
        ({"zone": "Nowhere"}, {}, "no-zone"),
        ({"scenes": [str(zhou.id)]}, {}, "no-scene"),
    ):
        assert code(make.release_link, zhou, terms=terms, private=told) == why


def test_the_last_minute_of_a_term_is_that_of_their_zone(lin: Person) -> None:
    day = date(2099, 12, 31)
    for zone, last in (("Asia/Shanghai", 16), ("America/New_York", 5)):
        release = make.release(lin, ends_on=day, terms={"zone": zone})
        end = datetime(2099, 12, 31, last, tzinfo=UTC)
        end += timedelta(days=0 if last == 16 else 1)  # New York is behind
        assert release.ends_at == end and last_day(end, zone) == day
        moment = timedelta(minutes=1)
        assert release.state_at(end - moment) == "live" and release.state_at(end) == "ended"


def test_another_release_takes_the_place_of_one(film: Film, lin: Person) -> None:
    draft = shown(film, lin)
    first = make.release(lin)
    make.release(lin, "likeness", supersedes=first.id)
    first.refresh_from_db()
    assert (first.state, codes(draft)) == ("superseded", ["superseded"])
    assert code(make.release, lin, supersedes=first.id) == "no-release"


def test_one_use_is_withdrawn_alone_and_a_case_begins(film: Film, lin: Person) -> None:
    clearer = make.member(film, "clearance")
    draft, release = shown(film, lin), make.release(lin)
    releases.withdraw_release(**by(film), release=release.id, uses=["voice"])
    assert codes(draft) == []
    releases.withdraw_release(**by(film), release=release.id, uses=["shown"])
    assert codes(draft) == ["use-withdrawn"]
    again = {**by(film), "release": release.id, "uses": ["shown"]}
    assert code(releases.withdraw_release, **again) == "not-given"
    steps = WithdrawalStep.objects.filter(release=release)
    assert sorted({(each.kind, each.owner_id) for each in steps}) == [
        ("dispute", clearer.id), ("notice", clearer.id), ("removal", clearer.id)
    ]  # fmt: skip
    step = steps[0]
    after_actions.finish_step(**by(film), step=step.id, remark="Told.")
    assert code(after_actions.finish_step, **by(film), step=step.id) == "done"


@pytest.mark.slow
def test_what_rests_on_it_is_hidden_from_lookers_at_once_and_then_from_all(
    film: Film, lin: Person, client: Client
) -> None:
    still = made.picture(film, nobody=False)
    make.name(still, lin)
    source = Source("subject", "Image1", reference=still.id)
    first = make.draft(film, sources=[source], nobody_declared_by="system")
    later = make.draft(film, sources=[Source("plate", "V", earlier=first.id)])
    apart = make.draft(film)
    release = make.release(lin)

    def hidden(column: str) -> set[str]:
        return set(Holding.objects.exclude(**{column: None}).values_list("blob_id", flat=True))

    releases.withdraw_release(**by(film), release=release.id)
    assert {still.original_id, first.proxy_id, later.poster_id} < hidden("hidden_at")
    assert apart.proxy_id not in hidden("hidden_at") and hidden("frozen_at") == set()
    client.force_login(make.member(film, "viewer").user)
    assert client.get(f"/films/{film.id}/media/{later.poster_id}").status_code == 404
    after_actions.hide_what_rests(**by(film), person=lin.id, hidden=True)
    assert later.master_id in hidden("frozen_at")
    after_actions.hide_what_rests(**by(film), person=lin.id, hidden=False)
    assert hidden("frozen_at") == hidden("hidden_at") == set()


def test_a_paper_is_recorded_with_its_photo_and_for_clearers_alone(
    film: Film, zhou: Person, client: Client
) -> None:
    photo = make.blob(film, "image/jpeg")
    private = {"signed_on": timezone.localdate(), "witness": "Wang"}
    about = {**by(film), "person": zhou.id, "uses": ["shown"], "language": "zh-hans"}
    about |= {"signed_name": "周", "photo": photo.digest}
    assert code(releases.record_paper, **about, private={}) == "no-day"
    gone = {**about, "photo": "0" * 64}
    assert code(releases.record_paper, **gone, private=private) == "no-photo"
    releases.record_paper(**about, private=private)
    release = Release.objects.get()
    assert photo.digest in release.text and "见证人：Wang" in release.text
    client.force_login(make.member(film, "cinematographer").user)
    assert client.get(f"/films/{film.id}/media/{photo.digest}").status_code == 403
    secret = releases.new_secret()
    releases.make_person_link(**by(film), person=zhou.id, language="en", digest=sha256(secret))
    assert ReleaseLink.objects.get().state == "lasting"
    assert code(releases.sign, secret, "en", make.signing(secret, "shown")) == "nothing-asked"
    releases.withdraw_own(secret, release.id)
    release.refresh_from_db()
    assert release.state == "withdrawn"


def test_a_paper_that_was_altered_clears_nothing(film: Film, lin: Person) -> None:
    draft, release = shown(film, lin), make.release(lin)
    with make.past_the_guards():
        Release.objects.filter(id=release.id).update(text=f"{release.text} ")
    assert codes(draft) == ["altered"]


def test_a_person_asks_and_is_answered(film: Film, zhou: Person) -> None:
    secret = make.release_link(zhou)
    assert code(after_actions.ask_makers, secret, "Where?") == "no-release"
    make.signed(secret)
    after_actions.ask_makers(secret, "Where was it shown?")
    after_actions.write_to_person(**by(film), person=zhou.id, text="In Xiamen.")
    assert [each.from_person for each in PersonMessage.objects.all()] == [True, False]
