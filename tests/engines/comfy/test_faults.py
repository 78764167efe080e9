"""What can go wrong on a ComfyUI server, and that nobody else's work there is touched."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from slowfilm.engines.base import Cancelled, Failed
from slowfilm.generations.sentences import of_failure
from tests.engines.comfy.asking import Kept, engine_on, request, run, someone
from tests.engines.comfy.graph import workflow
from tests.engines.comfy.server import Comfy
from tests.waiting import until


def failing(comfy: Comfy, folder: Path, **more: Any) -> Failed:
    """How a run fails; nothing is left of it, and it is said in both languages."""
    engine, asked = engine_on(comfy, folder, **more), request(someone(folder))
    with pytest.raises(Failed) as raised:
        run(engine, asked, folder / "made")
    assert list((folder / "made").iterdir()) == []
    failed = raised.value
    english = of_failure(failed.code, failed.facts)
    assert english != of_failure("no-such-code", {}) and "%(" not in english
    with override("zh-hans"):
        chinese = of_failure(failed.code, failed.facts)
    assert chinese != english and any("\u4e00" <= sign <= "\u9fff" for sign in chinese)
    return failed


@pytest.mark.parametrize("path", ["/upload/image", "/prompt", "/queue"])
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "comfyui-sign-in"),
        (403, "comfyui-sign-in"),
        (402, "comfyui-payment"),
        (413, "comfyui-too-large"),
        (429, "comfyui-busy"),
        (500, "comfyui-error"),
    ],
)
def test_a_refusal_is_said(comfy: Comfy, tmp_path: Path, path: str, status: int, code: str) -> None:
    comfy.faults.hold = path == "/queue"
    comfy.faults.no_line = path == "/queue"  # then the queue is looked at
    comfy.faults.status = {path: status}
    assert failing(comfy, tmp_path).code == code


def test_a_server_that_is_busy_for_a_moment_is_asked_again(comfy: Comfy, tmp_path: Path) -> None:
    comfy.faults.status, comfy.faults.times = {"/prompt": 429}, 2
    comfy.faults.breaks = "6"
    assert failing(comfy, tmp_path).code == "comfyui-node-failed"
    assert len(comfy.posted) == 1


@pytest.mark.parametrize("path", ["/upload/image", "/prompt", "/history"])
def test_an_answer_that_is_none(comfy: Comfy, tmp_path: Path, path: str) -> None:
    comfy.faults.rubbish = {path}
    failed = failing(comfy, tmp_path)
    assert failed.code == "comfyui-rubbish"
    assert str(failed.facts["what"]).startswith(path)


@pytest.mark.parametrize("makes", ["nothing", "sound"])
def test_a_workflow_that_gives_nothing_to_see(comfy: Comfy, tmp_path: Path, makes: str) -> None:
    comfy.faults.makes = makes
    failed = failing(comfy, tmp_path)
    assert (failed.code, failed.facts) == ("comfyui-no-result", {"workflow": "portrait.json"})


@pytest.mark.slow
def test_a_result_that_is_no_clip(comfy: Comfy, tmp_path: Path) -> None:
    comfy.faults.makes = "text"
    assert failing(comfy, tmp_path).code == "comfyui-unreadable"


def test_a_file_that_is_not_there_names_its_node(comfy: Comfy, tmp_path: Path) -> None:
    del comfy.inputs["example.png"]
    failed = failing(comfy, tmp_path)
    assert failed.code == "comfyui-node-refused"
    assert failed.facts["node"] == "style (optional)"
    assert "Invalid image file: example.png" in str(failed.facts["why"])


def test_a_node_that_fails_is_named(comfy: Comfy, tmp_path: Path) -> None:
    comfy.faults.breaks = "9"
    failed = failing(comfy, tmp_path)
    assert (failed.code, failed.facts) == (
        "comfyui-node-failed",
        {"node": "rate", "why": "shapes differ"},
    )


def test_memory_that_ran_out_there(comfy: Comfy, tmp_path: Path) -> None:
    comfy.faults.breaks, comfy.faults.out_of_memory = "8", True
    assert failing(comfy, tmp_path).code == "out-of-memory"


def test_a_run_that_says_nothing_is_stopped(comfy: Comfy, tmp_path: Path) -> None:
    comfy.faults.silent = True
    failed = failing(comfy, tmp_path, silence=0.4)
    assert failed.code == "comfyui-silent"
    (asked,) = comfy.posted
    assert comfy.interrupts == [asked["prompt_id"]]


def test_a_server_that_goes_in_the_middle(comfy: Comfy, tmp_path: Path) -> None:
    comfy.faults.hold = True
    threading.Thread(target=lambda: leave(comfy)).start()
    assert failing(comfy, tmp_path).code == "comfyui-gone"


def leave(comfy: Comfy) -> None:
    """As soon as something runs."""
    until(lambda: comfy.running)
    comfy.faults.gone = True
    for line in list(comfy.lines.values()):
        line.break_off()


def test_a_server_that_is_not_there(comfy: Comfy, tmp_path: Path) -> None:
    comfy.url = "http://127.0.0.1:9"
    assert failing(comfy, tmp_path).code == "comfyui-gone"


@pytest.mark.parametrize("how", ["drop_line", "no_line"])
def test_a_line_that_breaks_loses_nothing(comfy: Comfy, tmp_path: Path, how: str) -> None:
    """How it ended is heard all the same: here, of a node after those that were missed."""
    setattr(comfy.faults, how, True)
    comfy.faults.breaks = "9"
    assert failing(comfy, tmp_path).facts["node"] == "rate"
    assert len(comfy.posted) == 1


def test_somebody_who_stops_it_there(comfy: Comfy, tmp_path: Path) -> None:
    comfy.faults.hold = True
    threading.Thread(target=lambda: until(lambda: comfy.interrupt(None))).start()
    assert failing(comfy, tmp_path).code == "comfyui-stopped"


def test_a_run_that_is_deleted_there(comfy: Comfy, tmp_path: Path) -> None:
    comfy.faults.hold = True
    comfy.queue(workflow(), "somebody")

    def delete() -> None:
        until(lambda: comfy.running and comfy.posted and comfy.waiting)
        comfy.waiting.clear()
        for line in list(comfy.lines.values()):
            line.break_off()

    threading.Thread(target=delete).start()
    assert failing(comfy, tmp_path).code == "comfyui-lost"


def cancel(comfy: Comfy, folder: Path, when: Any) -> None:
    """Run, and cancel as soon as `when` holds."""
    with pytest.raises(Cancelled):
        run(
            engine_on(comfy, folder),
            request(someone(folder)),
            folder / "made",
            cancelled=lambda: bool(when()),
        )
    assert list((folder / "made").iterdir()) == []


@pytest.mark.parametrize("old", [False, True])
def test_cancelling_what_waits_touches_nobody_elses(
    comfy: Comfy, tmp_path: Path, old: bool
) -> None:
    comfy.faults.hold, comfy.faults.old = True, old
    others = [comfy.queue(workflow(), "somebody") for _ in range(2)]
    cancel(comfy, tmp_path, lambda: len(comfy.posted) == 1)
    assert comfy.interrupts == []
    assert comfy.running is others[0] and comfy.waiting == others[1:]


@pytest.mark.parametrize("old", [False, True])
def test_cancelling_what_runs_interrupts_it_alone(comfy: Comfy, tmp_path: Path, old: bool) -> None:
    comfy.faults.hold, comfy.faults.old = True, old

    def ours_runs() -> bool:
        if comfy.running and not comfy.waiting:
            comfy.queue(workflow(), "somebody")
            return True
        return bool(comfy.waiting)

    cancel(comfy, tmp_path, ours_runs)
    assert len(comfy.interrupts) == 1
    until(lambda: comfy.running and comfy.running.client == "somebody")
    assert len(comfy.interrupts) == 1


FIRST = """
import json, sys
from pathlib import Path
from tests.engines.comfy.asking import Kept, Somewhere, engine_on, request, run, someone
folder = Path(sys.argv[2])
engine = engine_on(Somewhere(sys.argv[1]), folder)
run(engine, request(someone(folder)), folder / "first", memory=Kept(folder / "kept.json"))
"""


@pytest.mark.slow
def test_a_second_attempt_finds_what_the_killed_one_queued(comfy: Comfy, tmp_path: Path) -> None:
    """tests/generations/test_comfyui.py makes a draft so."""
    comfy.faults.hold = True
    first = subprocess.Popen([sys.executable, "-c", FIRST, comfy.url, str(tmp_path)])
    until(lambda: comfy.running)
    first.kill()
    first.wait()
    comfy.faults.hold, comfy.faults.breaks = False, "9"
    kept = Kept(tmp_path / "kept.json")
    told = kept.recall()
    with pytest.raises(Failed):
        run(engine_on(comfy, tmp_path), request(someone(tmp_path)), tmp_path / "made", memory=kept)
    (posted,) = comfy.posted
    assert posted["prompt_id"] == told["prompt"] in comfy.history
    assert kept.recall() == told


def test_the_id_of_an_older_server_is_kept(comfy: Comfy, tmp_path: Path) -> None:
    comfy.faults.old, comfy.faults.breaks = True, "6"
    kept = Kept(tmp_path / "kept.json")
    with pytest.raises(Failed):
        run(engine_on(comfy, tmp_path), request(someone(tmp_path)), tmp_path / "made", memory=kept)
    assert kept.recall()["prompt"] in comfy.history


def test_a_run_whose_answer_is_lost_is_not_queued_again(comfy: Comfy, tmp_path: Path) -> None:
    comfy.faults.mute_prompt = True
    comfy.faults.breaks = "6"
    assert failing(comfy, tmp_path).code == "comfyui-node-failed"
    assert len(comfy.posted) == 1
