"""A draft beside what it was to keep: a keyframe and what came, a performance."""

from typing import Any

import pytest
from django.test import Client

from slowfilm.films.models import Film
from slowfilm.generations.beside import pairs_of
from slowfilm.shots.make import Source
from slowfilm.shots.models import Draft
from tests import make
from tests.generations import made

MET = {"role": "keyframe", "frame": 7, "mean": 2.0, "max": 9, "ssim": 0.97, "holds": None}


def kept(film: Film, *rows: dict[str, Any]) -> Draft:
    still, clip = (
        made.picture(film),
        make.reference(film, "video", make.blob(film), {}, proxy=make.blob(film)),
    )
    sources = [
        Source("keyframe", "Image1", reference=still.id),
        Source("verbatim", "Video1", reference=clip.id),
    ]
    return make.draft(film, frames=20, sources=sources, facts={"anchors": list(rows)})


def test_a_keyframe_stands_beside_the_frame_that_came(film: Film, client: Client) -> None:
    met = {"tag": "Image1", **MET}
    lost = {**met, "frame": 99}
    draft = kept(film, met, lost, {"tag": "Image9", **MET}, {"tag": "Image1", "error": "x"})
    (pair,) = pairs_of(draft)
    assert (pair.source.tag, pair.frame) == ("Image1", 7)
    client.force_login(make.member(film, "performer").user)
    page = client.get(f"/films/{film.id}/drafts/{draft.id}/inputs/").content.decode()
    assert f"/drafts/{draft.id}/frames/7.jpg?light=no" in page
    assert f"/drafts/{draft.id}/beside/Video1/" in page


def test_a_performance_is_looked_at_beside_its_draft(film: Film, client: Client) -> None:
    draft = kept(film, {"tag": "Video1", "role": "driving", "drift": 3, "likeness": 0.9})
    client.force_login(make.member(film, "performer").user)
    base = f"/films/{film.id}/drafts/{draft.id}/beside/"
    page = client.get(f"{base}Video1/")
    assert page.context["side"].about == {"frames": 20, "rate": "24", "start": 0.0, "drift": 3}
    assert "3 frames late" in page.content.decode()
    assert client.get(f"{base}Image1/").status_code == 404


@pytest.mark.parametrize("facts", [{}, {"anchors": "x"}, {"anchors": [{"tag": "Image1"}]}])
def test_a_draft_that_says_nothing_has_no_pairs(film: Film, facts: dict[str, Any]) -> None:
    assert pairs_of(make.draft(film, facts=facts)) == []
