"""A withdrawal on which 10,000 drafts rest, ten generations deep; and a thousand raced against."""

import time
from random import Random

import pytest
from django.db import connection

from slowfilm.clearance import releases
from slowfilm.clearance.models import Release
from slowfilm.clearance.resting import resting_on
from slowfilm.films.models import Film
from slowfilm.shots.make import Source
from slowfilm.storage import Holding
from tests import make
from tests.benchmarks import measure
from tests.clearance.test_withdrawal_race import RACED, Rounds
from tests.generations import made

pytestmark = pytest.mark.bench
DRAFTS, DEEP = 10_000, 10
INTERLEAVINGS = 1000  # two hundred seconds of a processor

# Copies of the first draft, each with files of its own, and each tenth made from the one before.
COPIES = """
CREATE TEMPORARY TABLE copies ON COMMIT DROP AS
    SELECT n, gen_random_uuid() AS id FROM generate_series(1, %(count)s::int) AS n;
INSERT INTO slowfilm_blob (digest, size, media_type, made_at)
    SELECT encode(sha256((kind || n)::bytea), 'hex'), 1, 'video/mp4', now()
    FROM copies, unnest(ARRAY['master', 'proxy', 'poster', 'filmstrip']) AS kind;
INSERT INTO slowfilm_holding (film_id, blob_id)
    SELECT %(film)s::uuid, encode(sha256((kind || n)::bytea), 'hex')
    FROM copies, unnest(ARRAY['master', 'proxy', 'poster', 'filmstrip']) AS kind;
INSERT INTO slowfilm_draft
    SELECT (jsonb_populate_record(draft, jsonb_build_object(
        'id', copies.id, 'version', copies.n + 1,
        'master_id', encode(sha256(('master' || n)::bytea), 'hex'),
        'proxy_id', encode(sha256(('proxy' || n)::bytea), 'hex'),
        'poster_id', encode(sha256(('poster' || n)::bytea), 'hex'),
        'filmstrip_id', encode(sha256(('filmstrip' || n)::bytea), 'hex')))).*
    FROM slowfilm_draft draft, copies WHERE draft.id = %(draft)s;
INSERT INTO slowfilm_draftsource (draft_id, "order", earlier_id, role, tag)
    SELECT copies.id, 0, COALESCE(before.id, %(draft)s::uuid), 'plate', ''
    FROM copies LEFT JOIN copies before
        ON before.n = copies.n - 1 AND before.n %% %(deep)s::int <> 0;
ANALYZE slowfilm_draft, slowfilm_draftsource, slowfilm_holding, slowfilm_blob;
"""


@pytest.mark.django_db
def test_withdrawal(film: Film) -> None:
    lin = make.person(film, member=make.director(film))
    still = made.picture(film, nobody=False)
    make.name(still, lin)
    source = Source("subject", "Image1", reference=still.id)
    first = make.draft(film, sources=[source], nobody_declared_by="system")
    release: Release = make.release(lin)
    about = {"count": DRAFTS - 1, "film": film.id, "draft": first.id, "deep": DEEP}
    with make.past_the_guards(), connection.cursor() as cursor:
        cursor.execute(COPIES % {name: f"'{value}'" for name, value in about.items()})
    assert len(resting_on(lin.id).drafts) == DRAFTS
    by = {"film_id": film.id, "actor": make.director(film).actor}
    began = time.perf_counter()
    releases.withdraw_release(**by, release=release.id)
    spent = time.perf_counter() - began
    assert Holding.objects.exclude(hidden_at=None).count() >= 4 * DRAFTS
    measure.line("withdrawal", spent, "s", "≤ 1", spent <= 1)


@pytest.mark.django_db(transaction=True)
def test_interleavings(film: Film) -> None:
    """Two hands at once, each on a connection of its own: a withdrawal and what rests on it."""
    rounds = Rounds(film, Random(1998)).held(INTERLEAVINGS)  # fails where anything is uncleared
    for name in RACED:
        before, after = rounds.came[name, True], rounds.came[name, False]
        measure.told(f"{name} before a withdrawal", before, "times", f"after it, refused: {after}")
        assert before and after
    measure.line("interleavings with nothing uncleared", INTERLEAVINGS, "", "1,000", True)
