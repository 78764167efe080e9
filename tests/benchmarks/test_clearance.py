"""How long it takes to ask whether what a brief cites is cleared: asked at each key of its form."""

import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slowfilm.clearance.answer import clearance
from slowfilm.films.models import Film
from slowfilm.references.models import Reference
from tests import make
from tests.benchmarks.measure import line
from tests.generations import made

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
TIMES = 50


def cited(film: Film) -> list[Reference]:
    """Fifteen references with three people named in each, all of whom have signed."""
    people = [make.person(film, f"Person {n}") for n in range(10)]
    for one in people:
        make.signed(make.release_link(one))
    references = [made.picture(film, nobody=False) for _ in range(15)]
    for n, each in enumerate(references):
        make.name(each, *(people[(n + k) % 10] for k in range(3)))
    return references


def test_a_brief_with_fifteen_references(film: Film) -> None:
    ids = [each.id for each in cited(film)]
    took = []
    for _ in range(TIMES):
        references = list(Reference.objects.filter(id__in=ids))
        began = time.perf_counter()
        answer = clearance("generate", references=references)
        took.append((time.perf_counter() - began) * 1000)
        assert answer.cleared and len(answer.sightings) == 45
    with CaptureQueriesContext(connection) as asked:
        clearance("generate", references=Reference.objects.filter(id__in=ids))
    median = statistics.median(took)
    line("clearance-brief", median, "ms", "≤ 20 ms", median <= 20)
    line("clearance-brief-queries", len(asked), "", "≤ 6", len(asked) <= 6)
