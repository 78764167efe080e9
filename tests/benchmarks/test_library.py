"""How long the library of a large film takes, with what each reference lacks on its card."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from slowfilm.clearance import licences
from slowfilm.clearance.alike import standings
from slowfilm.clearance.models import Sighting
from slowfilm.clearance.scan_models import Scan, Track
from slowfilm.films.models import Film
from slowfilm.references.models import Reference
from tests import make
from tests.benchmarks.measure import line, told

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

CARDS = 2000
NEEDS = "needs=clearance"
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


def fastest(
    do: Callable[[], object], tries: int = 5, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Milliseconds of the best of several."""
    times = []
    for _ in range(tries):
        began = clock()
        do()
        times.append((clock() - began) * 1000)
    return min(times)


def test_library(film: Film, client: Client) -> None:
    large(film)
    client.force_login(make.director(film).user)
    states = fastest(lambda: standings(film.id))
    url = f"/films/{film.id}/references/"
    shown, needing = fastest(lambda: client.get(url)), fastest(lambda: client.get(f"{url}?{NEEDS}"))
    worked = fastest(lambda: client.get(url), clock=time.process_time)
    page = client.get(url).content
    assert page.count(b'class="card ') == 60 and b"Show 1940 more" in page
    assert len(standings(film.id).needing) > CARDS // 2
    told("library standings", states, "ms", f"of {CARDS} references, without the page")
    told("library processor", worked, "ms", "of the page, the database's share besides")
    line("library", shown, "ms", f"<= {MOST:g}", shown <= MOST)
    line("library needing", needing, "ms", f"<= {MOST:g}", needing <= MOST)
