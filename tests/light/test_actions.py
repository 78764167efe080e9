"""Light is set by hand: what is kept, what is refused, and what an approval then asks."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from slowfilm.approvals import actions as approvals
from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.gate import gate
from slowfilm.approvals.light_conditions import set_by_hand
from slowfilm.films import actions as films
from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.light import actions, rendering
from slowfilm.light.models import LightExposure, LightKey
from slowfilm.shots.actions import select_draft
from slowfilm.shots.models import Draft, Shot
from tests import make

LIFT: dict[str, Any] = {"luma": [[-3, -2], [0, 0.5]]}
BRUSH: dict[str, Any] = {"points": [[0.2, 0.3, 0.5, 0]], "width": 0.1, "stops": 1}


def by(film: Film) -> dict[str, Any]:
    return {"film_id": film.id, "actor": make.director(film).actor}


def test_the_last_word_on_a_key_counts_and_both_are_in_the_record(film: Film) -> None:
    draft, other = make.draft(film), make.member(film, "cinematographer")
    first = actions.set_key(**by(film), draft=draft.id, frame=7, light=LIFT)
    again = actions.set_key(
        film_id=film.id, actor=other.actor, draft=draft.id, frame=7, how="hold", light={}
    )
    key = LightKey.objects.get()
    assert key.id == first.command and json.loads(again.payload)["key"] == str(key.id)
    assert (key.how, key.set_by, key.set_seq) == ("hold", str(other.actor), again.seq)
    assert film.entries.filter(verb="light-key-set").count() == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"frame": 120}, "no-frame"),
        ({"light": {"luma": [[0, 0], [0, 1]]}}, "malformed"),
        ({"light": {"luma": [[0, 7]]}}, "malformed"),
        ({"light": {"luma": [[float("nan"), 0]]}}, "malformed"),
        ({"draft": uuid4()}, "no-draft"),
    ],
)
def test_what_can_be_no_key_is_refused(film: Film, changed: dict[str, Any], code: str) -> None:
    draft = make.draft(film)
    with pytest.raises(Refused) as refused:
        actions.set_key(**by(film), **{"draft": draft.id, "frame": 0, "light": LIFT, **changed})
    assert refused.value.code == code
    assert not LightKey.objects.exists()


def test_who_may_not_set_light_is_refused(film: Film) -> None:
    draft, editor = make.draft(film), make.member(film, "editor")
    with pytest.raises(Refused):
        actions.set_key(film_id=film.id, actor=editor.actor, draft=draft.id, frame=0, light=LIFT)


def test_a_drawing_that_turns_back_is_made_to_rise_and_that_is_said(film: Film) -> None:
    draft = make.draft(film)
    light = {"luma": [[-3, 0], [0, -1], [2, 3]]}
    entry = actions.set_key(**by(film), draft=draft.id, frame=0, light=light)
    told = json.loads(entry.payload)
    assert told["risen"] == ["luma"]
    assert told["light"]["luma"] == [[-3, 0], [0, 0], [2, 3]]


def painted(film: Film, key: Entry, **changed: Any) -> dict[str, Any]:
    entry = actions.paint(**by(film), **{**BRUSH, "key": key.command, **changed})
    found: dict[str, Any] = json.loads(entry.payload)
    return found


def test_ten_thousand_points_become_few_and_that_is_said(film: Film) -> None:
    key = actions.set_key(**by(film), draft=make.draft(film).id, frame=0, light={})
    many = [[i / 10_000, 0.5, 1, 0] for i in range(10_000)]
    told = painted(film, key, points=many)
    assert told["given"] == 10_000 and len(told["points"]) == 500
    assert painted(film, key)["given"] is None
    with pytest.raises(Refused):
        painted(film, key, points=[*many, [1, 1, 1, 0]])


def test_a_key_is_copied_with_its_paint_and_never_onto_another(film: Film) -> None:
    draft = make.draft(film)
    key = actions.set_key(**by(film), draft=draft.id, frame=0, light=LIFT)
    painted(film, key)
    copy = actions.copy_key(**by(film), key=key.command, frame=8)
    other = LightKey.objects.get(id=copy.command)
    assert other.strokes.count() == 1 and json.loads(other.light)["luma"] == LIFT["luma"]
    for act in (actions.copy_key, actions.move_key):
        with pytest.raises(Refused) as refused:
            act(**by(film), key=key.command, frame=8)
        assert refused.value.code == "key-there"
    actions.remove_key(**by(film), key=copy.command)
    actions.move_key(**by(film), key=key.command, frame=8)
    with pytest.raises(Refused):
        actions.restore_key(**by(film), key=copy.command)


def test_one_exposure_stands(film: Film) -> None:
    draft = make.draft(film)
    for stops in (1, 2):
        actions.set_exposure(**by(film), draft=draft.id, points=[[0, 0], [9, stops]])
    (standing,) = LightExposure.objects.filter(replaced_at=None)
    assert json.loads(standing.points) == [[0, 0], [9, 2]]
    for points in ([[3, 0], [3, 1]], [[120, 1]]):
        with pytest.raises(Refused):
            actions.set_exposure(**by(film), draft=draft.id, points=points)


def test_unrendered_light_is_not_approved(film: Film) -> None:
    draft = make.draft(film, nobody_declared_by="system")
    select_draft(**by(film), draft=draft.id)
    before = shot_digest(draft)
    key = actions.set_key(**by(film), draft=draft.id, frame=0, light={})
    assert shot_digest(draft) == before, "a key that changes nothing changes nothing"
    actions.set_key(**by(film), draft=draft.id, frame=0, light=LIFT)
    digest = shot_digest(draft)
    assert digest != before
    yes = {**by(film), "shot": draft.shot_id, "role": "director"}
    with pytest.raises(Refused) as refused:
        approvals.approve(**yes, digest=digest)
    assert refused.value.code == "unrendered-light"
    assert "light" in {each.code for each in gate(Shot.objects.get(id=draft.shot_id)).missing}
    actions.remove_key(**by(film), key=key.command)
    approvals.approve(**yes, digest=before)


def test_the_rules_may_ask_for_a_hand_in_what_an_engine_made(film: Film) -> None:
    rules = {"approving": ["director"], "waiting_days": 0, "change_notes_closed": False}
    films.set_policy(**by(film), **rules, hand_set_key=True)
    uploaded = make.draft(film, nobody_declared_by="system")
    select_draft(**by(film), draft=uploaded.id)
    assert "hand-set-key" not in {
        each.code for each in gate(Shot.objects.get(id=uploaded.shot_id)).conditions
    }
    assert set_by_hand([uploaded]) is None
    assert set_by_hand([Draft(origin="generated")]) is False
    relit = Draft(origin="relit", facts={"light": {"keys": [{"frame": 0}]}})
    assert set_by_hand([relit, Draft(origin="generated")]) is True


def test_light_comes_with_its_page(film: Film, client: Client) -> None:
    draft = make.draft(film)
    client.force_login(make.director(film).user)
    key = actions.set_key(**by(film), draft=draft.id, frame=4, light=LIFT)
    for _ in range(3):
        painted(film, key)
    told = client.get(f"/films/{film.id}/drafts/{draft.id}/light/").json()
    assert [(k["frame"], k["strokes"]) for k in told["keys"]] == [(4, 3)]
    found = client.get(f"/films/{film.id}/drafts/{draft.id}/light/strokes?first=0&last=9").json()
    assert len(found["strokes"]) == 3 and found["next"] is None
    after = ",".join(str(found["strokes"][0][name]) for name in ("seq", "place"))
    rest = client.get(f"/films/{film.id}/drafts/{draft.id}/light/strokes?after={after}").json()
    assert rest["strokes"] == found["strokes"][1:]


def test_nothing_is_rendered_twice_or_for_nothing(film: Film) -> None:
    draft = make.draft(film)
    with pytest.raises(Refused) as refused:
        rendering.render_light(**by(film), draft=draft.id)
    assert refused.value.code == "no-light"
    actions.set_key(**by(film), draft=draft.id, frame=0, light=LIFT)
    rendering.render_light(**by(film), draft=draft.id)
    with pytest.raises(Refused) as refused:
        rendering.render_light(**by(film), draft=draft.id)
    assert refused.value.code == "under-way"
