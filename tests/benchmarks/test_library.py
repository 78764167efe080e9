"""How long the library of a large film takes, with what each reference lacks on its card."""

import time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from slowfilm.clearance import licences
from slowfilm.clearance.models import Sighting
from slowfilm.clearance.scan_models import Scan, Track
from slowfilm.films.models import Film
from slowfilm.library import presenters
from slowfilm.references.models import Reference
from tests import make
from tests.benchmarks.measure import line, told

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

CARDS = 2000
MOST = 300.0  # milliseconds
FACTS = {"codec": "h264", "width": 1280, "height": 720, "rate": "24", "frames": 240}
FACTS |= {"duration": "10", "rotation": 0, "variable_rate": False, "has_sound": False}


def large(film: Film) -> None:
    """Two thousand clips, each scanned: every second has a person in it, every third a stranger,
    every fifth is somebody else's work, half of those under a licence."""
    people = [make.person(film, f"Person {n}") for n in range(20)]
    for each in people[:10]:
        make.signed(make.release_link(each))
    first = make.reference(film, "video", make.blob(film), FACTS, nobody=True, scan=False)
    proxy = make.blob(film)
    like = {
        each.attname: getattr(first, each.attname)
        for each in Reference._meta.concrete_fields
        if each.name not in ("id", "name", "maker")
    } | {"proxy_id": proxy.digest, "poster_id": proxy.digest}
    made = [
        Reference(**like, name=f"clip {n}.mp4", maker="Ada" if n % 5 == 0 else "")
        for n in range(CARDS - 1)
    ]
    about: dict[str, Any] = {"film": film, "act": uuid4()}
    with make.past_the_guards():
        Reference.objects.bulk_create(made)
        Scan.objects.bulk_create(
            Scan(film=film, reference=each, digest=proxy.digest, detector="x") for each in made
        )
        Sighting.objects.bulk_create(
            Sighting(
                **about,
                reference=each,
                person=people[n % 20],
                seen=True,
                heard=False,
                said_by="system",
            )
            for n, each in enumerate(made)
            if n % 2 == 0
        )
        Track.objects.bulk_create(
            Track(**about, reference=each, kind="face", first=0, end=9, frame=1, box=[1, 1, 9, 9])
            for n, each in enumerate(made)
            if n % 3 == 0
        )
    by = {"film_id": film.id, "actor": make.director(film).actor}
    contract: dict[str, Any] = {"kind": "contract", "holder": "Ada", "allows": ["engine"]}
    licences.record_licence(**by, **contract, references=[each.id for each in made[::10]])


def fastest(do: Any, tries: int = 5) -> float:
    """Milliseconds of the best of several."""
    times = []
    for _ in range(tries):
        began = time.perf_counter()
        do()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def test_library(film: Film, client: Client) -> None:
    large(film)
    client.force_login(make.director(film).user)
    rows = Reference.objects.filter(film=film).order_by("-added_at")
    states = fastest(lambda: presenters.with_people(film.id, presenters.shown(rows)))
    shown = fastest(lambda: client.get(f"/films/{film.id}/references/"))
    page = client.get(f"/films/{film.id}/references/").content
    assert page.count(b'class="card ') == 60 and b"Show 1940 more" in page
    needing = [one for one in presenters.with_people(film.id, presenters.shown(rows)) if one.said]
    assert sum(bool(one.said and one.said.reasons) for one in needing) > CARDS // 2
    told("library states", states, "ms", f"of {CARDS} references, without the page")
    line("library", shown, "ms", f"<= {MOST:g}", shown <= MOST)
