"""A draft is measured as it is made; one that broke an anchor says so, and can't be locked."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from slowfilm import tasks
from slowfilm.approvals.gate import gate
from slowfilm.films.models import Film
from slowfilm.generations.anchors import by_tag
from slowfilm.generations.citations import Cited
from slowfilm.shots.actions import select_draft
from slowfilm.shots.make import Source
from slowfilm.shots.models import Draft, Shot
from tests import make
from tests.generations import made
from tests.light.test_actions import by

BROKEN: dict[str, Any] = {"tag": "Video1", "role": "verbatim", "drift": -2, "max": 90}
BROKEN |= {"mean": 12.5, "ssim": 0.5, "holds": False}
VOICE = {"tag": "Audio1", "role": "kept-voice", "offset": 0.1, "gain": None, "likeness": 0.1}
KEPT = {"tag": "Image1", "role": "keyframe", "frame": 3, "max": 2, "mean": 0.3, "ssim": 1.0}


def missing(shot: Shot) -> list[str]:
    return [each.sentence for each in gate(shot).missing if each.code == "anchor"]


def test_a_broken_anchor_holds_the_gate_through_light(film: Film, client: Client) -> None:
    facts = {"anchors": [BROKEN, VOICE | {"holds": False}, KEPT]}
    first = make.draft(film, nobody_declared_by="system", facts=facts)
    lit = make.draft(film, first.shot, sources=[Source("light", earlier=first.id)])
    with make.past_the_guards():
        Draft.objects.filter(id=lit.id).update(origin="relit")
    for draft in (first, lit):
        select_draft(**by(film), draft=draft.id)
        said = missing(Shot.objects.get(id=first.shot_id))
        assert len(said) == 2 and "@Video1" in said[0] and "voice" in said[1]
    held = make.draft(film, first.shot, facts={"anchors": [BROKEN | {"holds": True}, KEPT]})
    select_draft(**by(film), draft=held.id)
    assert missing(Shot.objects.get(id=first.shot_id)) == []


def test_what_was_measured_is_said_in_both_languages() -> None:
    facts = {"anchors": [BROKEN, VOICE, KEPT, {"tag": "Image2", "role": "keyframe", "error": "x"}]}
    for language, words in (("en", "2 frames early."), ("zh-hans", "早 2 帧。")):
        with override(language):
            said = by_tag(facts)
            assert words in said["Video1"] and len(said["Image1"]) == 2
            assert said["Audio1"] and said["Image2"]
    assert by_tag({"anchors": "nothing"}) == {}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_run_measures_how_close_it_came(film: Film, client: Client) -> None:
    picture = made.picture(film)
    wanted = made.wanted(Cited(picture.id, "keyframe", frame=7), text="@Image1 at dusk")
    one = made.queue(make.shot(film), wanted)
    tasks.look("animatic")
    one.refresh_from_db()
    assert one.draft is not None
    (row,) = one.draft.facts["anchors"]
    assert (row["tag"], row["frame"], row["holds"]) == ("Image1", 7, None)
    assert row["mean"] < 8 and row["ssim"] > 0.8
    client.force_login(make.director(film).user)
    page = client.get(f"/films/{film.id}/drafts/{one.draft.id}/inputs/").content.decode()
    assert "At frame 7:" in page and "SSIM" in page
