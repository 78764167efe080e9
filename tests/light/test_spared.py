"""Light crosses a performance that is kept as it is only where the brief says so."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client

from slowfilm.films.models import Film
from slowfilm.generations import check
from slowfilm.generations.citations import Cited
from slowfilm.generations.models import Generation
from slowfilm.ledger import Refused
from slowfilm.light import actions, rendering
from slowfilm.light.light_pass import told
from slowfilm.light.spared import spared
from slowfilm.media.light.dither import Dither
from slowfilm.media.light.mattes import Mattes
from slowfilm.media.light.picture import Key, Plan
from slowfilm.shots.make import Source
from slowfilm.shots.models import Draft
from tests import make
from tests.generations import made
from tests.light.test_actions import by
from tests.light.test_figures import SPOT, split, traced
from tests.media.light_vectors import PLAIN

WIDE, HIGH = 64, 36
KEYS = [Key(0, "hold", {**PLAIN, "luma": [[-4, -3], [0, 1]], "lamps": [SPOT]})]


def picture() -> Any:
    return np.random.default_rng(3).integers(0, 1024, (3, HIGH, WIDE), np.uint16)


def planned(mattes: Mattes | None, *, kept: bool, keys: Any = KEYS) -> Plan:
    return Plan(keys, [[0, 1.0]], WIDE, HIGH, mattes, spared=kept)


@pytest.mark.parametrize("keys", [KEYS, []], ids=["a key", "exposure alone"])
def test_not_a_bit_of_who_is_spared_changes(tmp_path: Path, keys: Any) -> None:
    was, mattes = picture(), split(tmp_path / "m")
    there = slice(0, WIDE // 2)
    look = planned(mattes, kept=True, keys=keys).at(0)
    lit, seen = look.lit(was, Dither("seed", 0, WIDE, HIGH)), look.exact(was)
    assert not look.identity
    assert (lit[:, :, there] == was[:, :, there]).all()
    red, green, blue = (was[place, :, there] for place in (2, 0, 1))  # planes are G, B, R
    assert (np.rint(seen[:, :, there] * 1023) == np.stack([red, green, blue])).all()
    beside = slice(WIDE // 2 + 1, WIDE)
    assert (lit[:, :, beside] != was[:, :, beside]).mean() > 0.8
    crossed = planned(mattes, kept=False, keys=keys).at(0).lit(was)
    assert (crossed[:, :, there] != was[:, :, there]).mean() > 0.8
    assert (crossed[:, :, beside] == look.lit(was)[:, :, beside]).all()


def test_where_nobody_knows_who_is_where_all_of_it_is_spared() -> None:
    look = planned(None, kept=True).at(0)
    assert look.identity and (look.lit(picture()) == picture()).all()


def drafted(film: Film, **said: Any) -> Draft:
    """A draft of a brief that keeps a performance, with light on it."""
    clip = make.reference(
        film, "video", make.blob(film), {"duration": "9", "kind": "video"}, proxy=make.blob(film)
    )
    shot = make.shot(film)
    one = made.queue(shot, made.wanted(Cited(made.picture(film).id, "place"), text="A lane."))
    draft = make.draft(film, shot, frames=4, size=(320, 180))
    with make.past_the_guards():
        brief = one.brief
        cited = {"order": 1, "tag": "Video1", "role": "verbatim", "reference": clip}
        brief.citations.create(**{**cited, **said})
        Generation.objects.filter(id=one.id).update(draft=draft)
    light = {**PLAIN, "lamps": [SPOT]}
    actions.set_key(**by(film), draft=draft.id, frame=0, light=light)
    return draft


def test_the_pass_is_told_whom_light_may_not_cross(
    film: Film, tmp_path: Path, client: Client
) -> None:
    draft = drafted(film)
    with pytest.raises(Refused) as refused:
        rendering.render_light(**by(film), draft=draft.id)
    assert refused.value.code == "light-may-not-cross" and "@Video1" in str(refused.value.reason)
    traced(film, draft, tmp_path)
    light, _now = told(draft)
    assert light["spared"] == ["Video1"] and light["mattes"]
    client.force_login(make.director(film).user)
    page = client.get(f"/films/{film.id}/drafts/{draft.id}/light/")
    assert json.loads(page.content)["spared"] == ["Video1"]
    rendering.render_light(**by(film), draft=draft.id)
    lit = make.draft(film, draft.shot, sources=[Source("light", earlier=draft.id)])
    assert spared(lit.id) == ["Video1"], "nor the light that lies on what light made of it"


@pytest.mark.parametrize("said", [{"light_crosses": True}, {"role": "driving"}])
def test_where_it_may_cross_nothing_is_kept_off(film: Film, said: dict[str, Any]) -> None:
    draft = drafted(film, **said)
    light, _now = told(draft)
    assert "spared" not in light and "mattes" not in light
    rendering.render_light(**by(film), draft=draft.id)


def test_only_of_what_is_kept_as_it_is_it_is_asked(film: Film) -> None:
    clip = make.reference(
        film, "video", make.blob(film), {"duration": "9", "kind": "video"}, proxy=make.blob(film)
    )
    cited = Cited(clip.id, "motion", light_crosses=True)
    wanted = made.wanted(cited, text="@Video1 in the lane.")
    assert "light-crosses" in {fault.code for fault in check.faults(film.id, wanted)}
