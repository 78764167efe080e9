"""The examples of docs/api.md run as they stand there, against a running site."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import av
import opentimelineio as otio
import pytest
from django.conf import settings

from slowfilm.films.models import Film
from slowfilm.jobs.queue import claim
from slowfilm.shots.models import Shot
from slowfilm.tasks import do
from tests import make
from tests.conftest import Site
from tests.media import barcode
from tests.reviews.test_carried import write

TEXT = (Path(settings.ROOT) / "docs" / "api.md").read_text()
FRAMES = 12


def blocks(language: str) -> list[str]:
    """The examples in a language, in the order in which they run."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.M | re.S)


def run(command: list[str], folder: Path, film: Film, site: Site) -> str:
    """Run a script while a worker works; what it printed."""
    token = make.token(make.director(film).user)
    told = {**os.environ, "SITE": site.url, "FILM": str(film.id), "TOKEN": token}
    with (folder / "said").open("w+") as said:
        script = subprocess.Popen(command, cwd=folder, env=told, stdout=said, stderr=said)
        while script.poll() is None:
            if job := claim("io") or claim("scan"):
                do(job)
            else:
                time.sleep(0.05)
    printed = (folder / "said").read_text()
    assert script.returncode == 0, printed
    return printed


@pytest.mark.slow
def test_the_examples_do_what_they_say(site: Site, tmp_path: Path) -> None:
    assert len(blocks("python")) == len(blocks("sh")) == 6
    film = make.film()
    Film.objects.filter(id=film.id).update(width=160, height=96)
    noted = make.draft(film)
    write(noted, text="慢一点")
    (tmp_path / "shots.csv").write_text(blocks("csv")[0])
    barcode.write_clip(tmp_path / "clip.mp4", frames=FRAMES)
    python = tmp_path / "examples.py"
    python.write_text("\n".join(blocks("python")))
    printed = run([sys.executable, str(python)], tmp_path, film, site)
    assert "['S02_SH010', 'S02_SH020', 'S03_SH010']" in printed
    assert f"S02_SH010_v001 {FRAMES} frames" in printed
    assert "S01_SH010_v001 10 change 慢一点" in printed
    assert "The-Lane_The-lane-at-dusk_v001.mp4" in printed
    assert "noted S02_SH010_v001 The rain stays." in printed
    shell = tmp_path / "examples.sh"
    shell.write_text("set -eu\n" + "\n".join(blocks("sh")))
    run(["sh", str(shell)], tmp_path, film, site)
    made = Shot.objects.filter(film=film).exclude(id=noted.shot_id)
    assert [each.name for each in made if each.locked_at] == ["S02_SH010", "S04_SH030"]
    assert [each.title for each in made.filter(scene__number=4)][:2] == ["The lamp", "The lane"]
    answers = noted.notes.get(parent=None).replies.order_by("written_at")
    assert [each.text for each in answers] == ["By a third.", "In the next version."]
    for name, frames in (("cut.mp4", FRAMES), ("by-curl.mp4", 6)):
        with av.open(str(tmp_path / name)) as file:
            assert sum(1 for _frame in file.decode(video=0)) == frames
    record = json.loads((tmp_path / "record.json").read_text())
    assert [(each["frame"], each["draft"]) for each in record["steps"]] == [(2, None)]
    assert [each["words"] for each in record["moments"]] == ["Longer."]
    assert (tmp_path / "record.pdf").read_bytes().startswith(b"%PDF")
    for name in ("sitting.ics", "by-curl.ics"):
        assert (tmp_path / name).read_text().startswith("BEGIN:VCALENDAR")
    timeline = otio.adapters.read_from_file(str(tmp_path / "by-curl.edl"), "cmx_3600", rate=24)
    assert [each.name for each in timeline.find_clips()] == ["S04_SH030_v001"]
