"""A film of 10,000 notes beside one of 100: how long its notes' page takes to filter them."""

import statistics
import time
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from slowfilm.films.models import Film
from slowfilm.reviews.models import Note
from tests import make
from tests.benchmarks import measure

pytestmark = pytest.mark.bench
FEW, MANY, ROUNDS = 100, 10_000, 9
FILTERS = ("", "?kind=change", "?state=all&sort=newest", "?kind=keep&sort=oldest&page=2")


def filled(notes: int) -> Film:
    """A film with so many notes on one draft; rows alone, since what is measured reads only."""
    film = make.film()
    draft, actor = make.draft(film), make.director(film).actor
    about = {"draft": draft, "actor": actor, "text": "Slower here.", "reason": "It is rain."}
    kinds = ("change", "question", "keep")
    with make.past_the_guards():
        Note.objects.bulk_create(
            Note(id=uuid4(), first=n % 100, last=n % 100 + 1, kind=kinds[n % 3], **about)
            for n in range(notes)
        )
    with connection.cursor() as cursor:  # as the database does by itself, a minute later
        cursor.execute("ANALYZE slowfilm_note, slowfilm_draft")
    return film


def asked(film: Film) -> float:
    """Milliseconds that the slowest of the filters takes, the median of rounds."""
    client = Client()
    client.force_login(make.director(film).user)
    slowest = 0.0
    for each in FILTERS:
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            assert client.get(f"/films/{film.id}/notes/{each}").status_code == 200
            times.append((time.perf_counter() - began) * 1000)
        slowest = max(slowest, statistics.median(times))
    return slowest


def test_filters_of_ten_thousand_notes(db: None) -> None:
    few, many = asked(filled(FEW)), asked(filled(MANY))
    measure.told("notes-filter-100", few, "ms", f"of {FEW} notes, the page whole")
    measure.line("notes-filter-10000", many, "ms", "≤ 100", many <= 100)
    measure.line("notes-filter-growth", many / few, "times", "≤ 2", many / few <= 2)
