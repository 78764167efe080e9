"""What a film's page shows of each shot and cut, and that it asks no more for many than for few."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slowfilm.approvals.glances import glances_of
from slowfilm.cuts.models import Cut, CutClip, CutVersion
from slowfilm.films.models import Film
from slowfilm.inbox.items import requests_of
from slowfilm.reviews.notes import write_note
from slowfilm.shots.models import Draft, DraftSource, Scene, Shot
from tests import make
from tests.approvals.test_cuts import Cutting
from tests.approvals.test_lock import by
from tests.cuts.made import cut


@pytest.mark.slow
def test_a_cut_says_its_version_its_notes_and_whom_it_waits_for(film: Film, client: Client) -> None:
    cutting = Cutting(film)
    empty = cut(film, "Nothing yet")
    said = {"first": 0, "last": 5, "kind": "change", "text": "Slower."}
    write_note(**by(film), draft=cutting.drafts[0].id, **said)
    cutting.request(reason="The last shot is too long.")
    first, second = glances_of(film).cuts
    assert (first.version, first.shots, first.notes) == (cutting.version, 2, 1)
    assert first.picture == cutting.drafts[0]
    assert (second.cut, second.version, second.progress) == (empty, None, None)
    client.force_login(make.director(film).user)
    page = client.get(f"/films/{film.id}/").content.decode()
    assert "Director requested changes to v001: The last shot is too long." in page
    assert f"/films/{film.id}/cuts/{cutting.cut.id}/gate/" in page
    gate = client.get(f"/films/{film.id}/cuts/{cutting.cut.id}/gate/").content.decode()
    assert "The lane" in gate and "Withdraw request" in gate


def many(film: Film, count: int) -> None:
    """So many shots with a draft selected, all in a cut; rows alone: what is counted only reads."""
    draft = make.draft(film)
    scene, now = Scene.objects.get(id=draft.shot.scene_id), timezone.now()
    shots = [Shot(id=uuid4(), film=film, scene=scene, number=n + 100) for n in range(count)]
    drafts = [Draft.objects.get(id=draft.id) for _ in shots]
    for shot, each in zip(shots, drafts, strict=True):
        each.id, each.shot, each.origin = uuid4(), shot, Draft.Origin.RELIT
        shot.selected, shot.selected_at = each, now
    version = CutVersion(cut=Cut.objects.get(film=film), number=1, frames=1)
    with make.past_the_guards():
        for shot in shots:
            shot.selected = None
        Shot.objects.bulk_create(shots)
        Draft.objects.bulk_create(drafts)
        for shot, each in zip(shots, drafts, strict=True):
            shot.selected = each
        Shot.objects.bulk_update(shots, ["selected"])
        DraftSource.objects.bulk_create(
            DraftSource(draft=each, order=0, earlier=draft, role="light") for each in drafts
        )
        version.save()
        clips = enumerate(drafts)
        about = {"version": version, "first": 0, "last": 9, "join": "cut", "join_frames": 0}
        CutClip.objects.bulk_create(
            CutClip(draft=each, order=place, level=0, **about) for place, each in clips
        )


def asked(film: Film) -> dict[str, int]:
    """How many questions each page that shows all shots asks the database."""
    client, head = Client(), make.director(film)
    client.force_login(head.user)
    (found,) = Cut.objects.filter(film=film)
    pages = {
        "film": f"/films/{film.id}/",
        "cut's gate": f"/films/{film.id}/cuts/{found.id}/gate/",
        "inbox": "/inbox/",
    }
    counts = {}
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts[name] = len(queries)
    return counts


MANY = 120


@pytest.mark.slow
def test_many_shots_ask_no_more_than_twenty(db: None) -> None:
    few, lots = make.film(), make.film()
    for film, count in ((few, 20), (lots, MANY)):
        cut(film)
        many(film, count)
    assert asked(few) == asked(lots)
    assert max(asked(lots).values()) < 40
    assert len(requests_of(make.director(lots).user)) == MANY + 1
