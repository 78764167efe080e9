"""Light set by hand on the demo film's second scene: a curve, a lamp and a stroke at one key.

It is set after the first cut was approved, and waits to be rendered, as light does while people
still talk about it: what shows it has to be approved again. The key sheet shows it.
"""

from functools import partial
from typing import Any

from slowfilm.demo.steps import Steps
from slowfilm.light import actions as light
from slowfilm.shots.models import Draft

WHO = "zhou.yan"
FRAME = 63  # where the broadcast changes to the river by day
CURVE = [[-6.0, -6.4], [-2.5, -2.6], [0.0, 0.25], [2.0, 2.1]]
LAMP: dict[str, Any] = {
    "id": "window",
    "kind": "lamp",
    "x": 0.62,
    "y": 0.42,
    "rx": 0.22,
    "ry": 0.3,
    "turn": 0,
    "softness": 1,
    "stops": 0.8,
    "warmth": -0.3,
}
# On his shoulder, before he turns his head: what his note asks for.
STROKE: dict[str, Any] = {
    "points": [[0.52, 0.5, 0.4, 0], [0.56, 0.47, 0.9, 0.2], [0.6, 0.5, 0.5, 0.4]],
    "width": 0.09,
    "stops": 0.7,
    "softness": 0.8,
}


def made(steps: Steps) -> None:
    """Set it, if that scene was made."""
    draft = Draft.objects.filter(shot=steps.command("shot selves")).order_by("version").first()
    if draft:
        light_by_hand(steps, draft)


def light_by_hand(steps: Steps, draft: Draft) -> None:
    """Set it, as far as it is not set."""
    key, stroke = steps.command("light key"), steps.command("light stroke")
    about: dict[str, Any] = {"film_id": steps.film.id}
    frame = min(FRAME, draft.frames - 1)
    lit = {"luma": CURVE, "lamps": [LAMP]}
    steps.take(
        WHO,
        partial(
            light.set_key, **about, command=key, draft=draft.id, frame=frame, how="hold", light=lit
        ),
    )
    steps.take(WHO, partial(light.paint, **about, command=stroke, key=key, **STROKE))
