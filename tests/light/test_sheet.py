"""The key sheet: every frame of a scene that was lit by hand, on a page and on paper."""

from pathlib import Path

import pytest
from django.test import Client

from slowfilm import storage
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.light import actions, sheet
from tests import make
from tests.light import drawn
from tests.light.test_actions import LIFT, by


def test_the_newest_draft_with_keys_stands_for_its_shot(film: Film, client: Client) -> None:
    early = make.draft(film)
    late, bare = make.draft(film, early.shot), make.draft(film, early.shot)
    for draft, frame in ((early, 1), (late, 9), (late, 4)):
        actions.set_key(**by(film), draft=draft.id, frame=frame, light=LIFT)
    shown = sheet.panels(early.shot.scene)
    assert [(each.draft.id, each.key.frame) for each in shown] == [(late.id, 4), (late.id, 9)]
    client.force_login(make.director(film).user)
    page = client.get(f"/films/{film.id}/scenes/{early.shot.scene_id}/keys/").content.decode()
    assert f"/drafts/{late.id}/frames/4.jpg" in page and str(bare.id) not in page


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_sheet_is_printed(film: Film, client: Client, tmp_path: Path) -> None:
    draft = drawn.draft(film, drawn.master(tmp_path / "source.avi"))
    for frame in (0, 3):
        actions.set_key(**by(film), draft=draft.id, frame=frame, light=LIFT)
    client.force_login(make.director(film).user)
    client.post(f"/films/{film.id}/scenes/{draft.shot.scene_id}/keys/pdf")
    drawn.work("key-sheet-pdf")
    job = Job.objects.get(kind="key-sheet-pdf")
    assert job.state == "done", job.error
    with storage.on_disk(job.facts["pdf"]) as path:
        body = path.read_bytes()
    assert body.startswith(b"%PDF") and body.count(b"/Subtype /Image") == 2
