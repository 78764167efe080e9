"""Frames of a draft go back as references, in their light; a plate is lit before a brief."""

from pathlib import Path

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from slowfilm import storage
from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.light import actions, taking
from slowfilm.references.models import Reference
from slowfilm.reviews.notes import write_note
from tests import make
from tests.generations import made
from tests.light import drawn
from tests.light.test_actions import LIFT, by

DARK = {"luma": [[-4, -7], [0, -3], [2, -1]]}


def mean(reference: Reference) -> float:
    """Of the codes of a picture's proxy, 0 to 255."""
    with storage.on_disk(str(reference.proxy_id)) as path, Image.open(path) as image:
        return float(np.asarray(image.convert("RGB"), np.float32).mean())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_lit_frame_and_a_span_become_references(film: Film, tmp_path: Path) -> None:
    draft = drawn.draft(film, drawn.master(tmp_path / "source.avi"))
    actions.set_key(**by(film), draft=draft.id, frame=0, light=DARK)
    lit, span = (
        taking.take_frames(**by(film), draft=draft.id, first=2, **about).command
        for about in ({"last": 3}, {"last": 6, "lit": False, "name": "The turn"})
    )
    for _ in range(2):
        drawn.work(taking.TAKE.name)
    made_ = Reference.objects.in_bulk([lit, span])
    assert [made_[one].kind for one in (lit, span)] == ["picture", "video"]
    assert made_[span].name == "The turn" and int(made_[span].facts["frames"]) == 4
    assert mean(made_[lit]) < 0.6 * 127, "the noise lies about the middle as it is"
    assert not made_[lit].nobody_else_by, "who is in it somebody must say"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_plate_is_lit_before_a_brief(film: Film, client: Client) -> None:
    plate = made.picture(film, rights="Ours")
    client.force_login(make.director(film).user)
    asked = {"light": DARK, "name": "At dusk"}
    address = f"/films/{film.id}/references/{plate.id}/light"
    json = {"headers": {"Accept": "application/json"}, "content_type": "application/json"}
    answer = client.post(address, asked, **json)  # type: ignore[arg-type]
    assert answer.status_code == 202
    Reference.objects.filter(id=plate.id).update(original=plate.proxy)
    drawn.work(taking.RELIGHT.name)
    lit = Reference.objects.get(id=answer.json()["reference"])
    assert (lit.name, lit.rights, lit.kind) == ("At dusk", "Ours", "picture")
    assert mean(lit) < 0.6 * mean(plate)


def test_what_is_not_there_is_not_taken(film: Film) -> None:
    draft = make.draft(film)
    for first, last in ((5, 5), (119, 121), (7, 3)):
        with pytest.raises(Refused) as refused:
            taking.take_frames(**by(film), draft=draft.id, first=first, last=last)
        assert refused.value.code == "no-frame"
    with pytest.raises(Refused):
        taking.light_reference(**by(film), source=made.sound(film).id, light=LIFT)


def test_keeps_are_on_their_page_and_warn_whoever_writes_a_brief(
    film: Film, client: Client
) -> None:
    draft = make.draft(film)
    client.force_login(make.director(film).user)
    about = {"draft": draft.id, "first": 3, "last": 9, "text": "Her hand", "reason": "It trembles."}
    write_note(**by(film), **about, kind="keep")
    pages = [f"/films/{film.id}/keeps/", f"/films/{film.id}/shots/{draft.shot_id}/brief/"]
    for page in pages:
        said = client.get(page).content.decode()
        assert "Her hand" in said and "It trembles." in said
    taken = client.post(
        f"/films/{film.id}/drafts/{draft.id}/take", {"first": 3, "last": 9, "lit": "no"}
    )
    assert taken.status_code == 302 and Reference.objects.get().name == f"{draft.name} 3"
    assert "later drafts" not in client.get(pages[0]).content.decode()
    make.draft(film, draft.shot)
    assert "later drafts" in client.get(pages[0]).content.decode()
