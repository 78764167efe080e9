"""A plate is lit by a form, before anything is made on it."""

import json

from django.test import Client

from slowfilm.films.models import Film
from slowfilm.light import actions
from slowfilm.light.plate_forms import PlateForm
from tests import make
from tests.generations import made
from tests.light.test_actions import LIFT, by
from tests.media.light_vectors import LAMP

PLAIN = {"lift": 0, "stops": 0, "across": 50, "down": 40, "reach": 40, "warmth": 0}


def test_a_form_makes_a_light(film: Film, client: Client) -> None:
    key = actions.set_key(**by(film), draft=make.draft(film).id, frame=4, light=LIFT).command
    form = PlateForm(film, {**PLAIN, "key": str(key), "lift": -1, "stops": 2, "warmth": 0.5})
    assert form.is_valid(), form.errors
    light = form.light()
    assert light["luma"] == LIFT["luma"] and [each["stops"] for each in light["lamps"]] == [-1, 2]
    client.force_login(make.director(film).user)
    plate = made.picture(film)
    type(plate).objects.filter(id=plate.id).update(original=plate.proxy)
    page = f"/films/{film.id}/references/{plate.id}/light"
    assert client.get(page).status_code == 200
    assert client.post(page, {**PLAIN, "lift": 9}).status_code == 422
    assert client.post(page, {**PLAIN, "stops": 1.5, "name": "At dusk"}).status_code == 302
    told = json.loads(film.entries.get(verb="reference-lit").payload)
    assert told["name"] == "At dusk" and told["light"]["lamps"][0]["stops"] == 1.5
    assert client.post(page, {**PLAIN, "drawn": "{"}).status_code == 422
    drawn = json.dumps({**LIFT, "lamps": [LAMP]})
    assert client.post(page, {**PLAIN, "lift": 2, "drawn": drawn}).status_code == 302
    told = json.loads(film.entries.filter(verb="reference-lit").latest("seq").payload)
    (lamp,) = told["light"]["lamps"]
    assert lamp["stops"] == LAMP["stops"], "what was drawn, and no number beside it"
