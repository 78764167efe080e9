"""One run of a workflow: inputs sent, prompt queued and watched, its result cut to the order."""

import time
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from slowfilm.engines.base import Cancelled, Cancelling, Memory, Request, Result
from slowfilm.engines.comfyui import ComfyUI
from slowfilm.engines.comfyui.hearing import Hearing
from slowfilm.engines.comfyui.inputs import became, planned, sent, values
from slowfilm.engines.comfyui.result import Found, found
from slowfilm.engines.comfyui.server import Pause, Server
from slowfilm.engines.comfyui.watch import Watch
from slowfilm.engines.comfyui.workflow import Graph
from slowfilm.engines.shared.writing import PROXY_SIDE, Hooks, put
from slowfilm.media import sandbox
from slowfilm.media.errors import MediaError

SENT, MADE, FETCHED = 0.05, 0.9, 0.92  # the shares of the whole at which each is done
CUTTING = 1800.0  # seconds that cutting the result to the order may take
OFTEN = 0.1  # seconds between two looks at whether to stop


def draw(
    engine: ComfyUI, request: Request, target: Path, hooks: Hooks, memory: Memory | None
) -> Result:
    """Write the master of a request that was checked; see `Engine.generate`."""
    progress, cancelled, preview = hooks
    progress(0.0)
    began = time.monotonic()
    with TemporaryDirectory(dir=target.parent, prefix=".comfyui-") as made_in:
        folder = Path(made_in)
        server = Server(engine.asked, waiting(cancelled))
        server.pause(0)
        graph = filled(engine, request, server, folder, lambda s: progress(SENT * s))
        hearing = (lambda s: progress(SENT + (MADE - SENT) * s), preview)
        run = ran(engine, server, graph, hearing, memory)
        ended = time.monotonic()
        result = found(run["outputs"], engine.workflow, engine.workflow.name)
        result.fetch(server, folder, lambda s: progress(MADE + (FETCHED - MADE) * s))
        cut = conformed(
            engine, request, result, folder, (lambda s: progress(FETCHED + 0.079 * s), cancelled)
        )
        cut_facts = cut.pop("facts")
        put(cut, folder, target)
    progress(1.0)
    facts = {
        "engine": engine.capabilities().name,
        "seed": str(request.seed),
        "workflow": {"name": engine.workflow.name, "digest": engine.workflow.digest},
        "sent": graph,
        "prompt": run["prompt"],
        "seconds": {"server": round(ended - began, 3), "all": round(time.monotonic() - began, 3)},
        "libraries": {name: version(name) for name in ("av", "urllib3", "websockets")},
        **cut_facts,
    }
    rows = became(engine, request)
    used = tuple(row["tag"] for row in rows if row["treatment"] != "ignored")
    return Result(target, {**facts, "inputs": rows}, used, cut)


def waiting(cancelled: Cancelling) -> Pause:
    """What waits so many seconds, and raises Cancelled as soon as that is asked."""

    def pause(seconds: float) -> None:
        ends = time.monotonic() + seconds
        while True:
            if cancelled():
                raise Cancelled
            if (left := ends - time.monotonic()) <= 0:
                return
            time.sleep(min(left, OFTEN))

    return pause


def filled(engine: ComfyUI, request: Request, server: Server, folder: Path, progress: Any) -> Graph:
    """The workflow as it is sent: every input uploaded, every value in its place."""
    files = sent(server, engine.given(request), folder, progress)
    return engine.workflow.filled({**values(engine, request), **files})


def ran(
    engine: ComfyUI, server: Server, graph: Graph, hooks: Any, memory: Memory | None
) -> dict[str, Any]:
    """Queue the workflow, or find it queued by an attempt that was lost; wait for its end.

    Returns its id there and its outputs.
    """
    record = memory.recall() if memory else {}
    resuming = bool(record.get("prompt")) and server.known(str(record["prompt"]))
    client = str(record["client"]) if resuming else uuid4().hex

    def keep(prompt: str) -> None:
        if memory:
            memory.keep({"prompt": prompt, "client": client})

    with closing(Hearing(server, client)) as hearing:
        for _message in hearing.hear(0):
            pass  # the line stands before anything can be said on it
        prompt = record["prompt"] if resuming else queued(engine, server, graph, client, keep)
        watch = Watch(server, engine.workflow, hearing, prompt, hooks, lambda: keep(prompt))
        row = watch.until_done()
    return {"prompt": prompt, "outputs": row.get("outputs")}


def queued(
    engine: ComfyUI, server: Server, graph: Graph, client: str, keep: Callable[[str], None]
) -> str:
    """Queue the workflow under an id that is kept before, so that it is never queued twice.

    A server that is older than such ids gives one of its own, which is kept as soon as it is told.
    """
    ours = str(uuid4())
    keep(ours)
    prompt_id = server.queue(engine.workflow, graph, client, ours)
    if prompt_id != ours:
        keep(prompt_id)
    return prompt_id


def conformed(
    engine: ComfyUI, request: Request, result: Found, folder: Path, hooks: Any
) -> dict[str, Any]:
    """Cut the result to the order, in a child process: its bytes come from another program.

    Raises Cancelled, Failed "comfyui-unreadable", and MediaError for what is no fault of the file:
    "disk-full", "out-of-memory", "out-of-time".
    """
    progress, cancelled = hooks
    order = {
        "paths": [str(path) for path in result.pictures],
        "sound": str(result.sound) if result.sound else None,
        "heard": engine.capabilities().sound,
        "folder": str(folder),
        "max_side": PROXY_SIDE,
        "width": request.width,
        "height": request.height,
        "rate": str(request.rate),
        "frames": request.frames,
        "own_rate": str(planned(engine, request)[1]),
    }
    try:
        return sandbox.run(
            "conform", order, seconds=CUTTING, progress=progress, cancelled=cancelled
        )
    except MediaError as error:
        if error.code == "cancelled":
            raise Cancelled from error
        raise result.broken(error) from error
