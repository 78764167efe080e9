"""A brief for an engine with a model: made by the tiny true one, shown with what made it."""

from pathlib import Path

import numpy as np
import pytest
from django.test import Client
from django.utils.translation import override
from PIL import Image

from slowfilm import tasks
from slowfilm.generations.citations import Cited
from slowfilm.generations.look import LASTS, saved
from slowfilm.generations.machine import made_with
from slowfilm.generations.models import Generation
from slowfilm.generations.run import Watch
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease
from tests import make
from tests.conftest import Models
from tests.generations import made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vace(models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Switched on, with its tiny model."""
    from tests.engines import tiny

    path = tmp_path / "engines.toml"
    path.write_text(tiny.table("vace", models("vace"), price_per_gpu_hour=2.0))
    monkeypatch.setenv("SLOWFILM_ENGINES", str(path))


def asked() -> Generation:
    """A brief of one picture."""
    film = make.film()
    cites = Cited(made.picture(film).id, "subject")
    brief = made.wanted(cites, engine="vace", width=96, height=64, frames=12, text="A street.")
    return made.queue(make.shot(film), brief)


def words(generation: Generation, language: str = "en") -> str:
    """The page that says what its draft was made from."""
    client = Client(headers={"accept-language": language})
    client.force_login(make.director(generation.film).user)
    generation.refresh_from_db()
    draft = generation.draft
    assert draft is not None
    answer = client.get(f"/films/{generation.film_id}/drafts/{draft.id}/inputs/")
    return " ".join(answer.content.decode().split())


@pytest.mark.slow
def test_a_brief_becomes_a_draft_whose_page_says_what_made_it(vace: None) -> None:
    generation = asked()
    tasks.look("vace")
    assert Job.objects.get(pk=generation.job_id).state == Job.State.DONE
    page = words(generation)
    assert "Used: The model refers to it, as picture 1." in page
    assert "13 frames were made, the last 1 cut off." in page
    for said in ("Made with", "Apache-2.0", "steps 2", "torch 2.13.0", "float32", "decoding"):
        assert said in page
    assert "Cost" not in page, "there is no card"
    page = words(generation, "zh-hans")
    assert "作为第 1 张参考图交给模型。" in page and "制作条件" in page and "采样" in page


def test_weights_that_are_missing_are_said_in_the_queue(
    vace: None, models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.engines import tiny

    path = tmp_path / "gone.toml"
    path.write_text(tiny.table("vace", tmp_path / "gone"))
    monkeypatch.setenv("SLOWFILM_ENGINES", str(path))
    generation = asked()
    tasks.look("vace")
    job = Job.objects.get(pk=generation.job_id)
    assert (job.state, job.error) == (Job.State.FAILED, "no-weights")


def test_what_a_card_cost_is_said() -> None:
    facts = {
        "model": {"name": "wan", "revision": "1", "licence": ""},
        "card": "NVIDIA H100",
        "offload": "model",
        "measured": {
            "seconds": {"steps": 61.25},
            "gpu_seconds": 61.25,
            "cost": 0.034,
            "currency": "EUR",
            "peak_memory": 42_000_000_000,
        },
    }
    with override("en"):
        told = dict(made_with(facts))
    assert told["Cost"] == "0.03 EUR" and told["GPU memory"] == "42.0 GB at most"
    assert told["Device"] == "NVIDIA H100 · offload model" and told["GPU time"] == "61.2 s"
    assert made_with({"seed": 1}) == [] and made_with({"model": "of another kind"}) == []


def test_a_look_moves_for_a_while_and_rests(tmp_path: Path) -> None:
    frames = np.stack([np.full((64, 96, 3), 30 * n, np.uint8) for n in range(1, 7)])
    path, kind = saved(frames, 2.0, tmp_path)
    with Image.open(path) as look:
        assert (kind, look.format, look.n_frames, look.size) == (  # type: ignore[attr-defined]
            *("image/webp", "WEBP", 6, (96, 64)),
        )
        assert look.info["loop"] * 2.0 <= LASTS
    path, kind = saved(np.zeros((900, 1600, 3), np.uint8), 2.0, tmp_path)
    with Image.open(path) as still:
        assert (kind, still.format, still.size) == ("image/jpeg", "JPEG", (640, 360))


def test_a_moving_look_is_kept_with_the_generation(tmp_path: Path) -> None:
    generation = made.queue(make.shot(make.film()), made.wanted())
    watch = Watch(generation, Lease(make.running(generation.id)))
    watch.pause = 0
    watch.preview(tmp_path, np.random.default_rng(0).integers(0, 255, (3, 60, 80, 3), np.uint8))
    generation.refresh_from_db()
    assert generation.poster is not None and generation.poster.media_type == "image/webp"
    client = Client()
    client.force_login(make.director(generation.film).user)
    answer = client.get(f"/films/{generation.film_id}/media/{generation.poster_id}")
    assert answer.status_code == 200 and answer["Content-Type"] == "image/webp"
