"""Watching one prompt on a server until it has ended, whatever happens to the line meanwhile."""

import io
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image

from slowfilm.engines.base import Cancelled, Failed, Preview, Progress
from slowfilm.engines.comfyui.hearing import Hearing, Message
from slowfilm.engines.comfyui.server import Server
from slowfilm.engines.comfyui.steps import Done
from slowfilm.engines.comfyui.workflow import Workflow

PATIENCE = 0.25  # seconds between two looks at whether to stop
LOOK = 5.0  # seconds between two looks at the queue while the line is open
LOOK_DEAF = 0.5  # the same while it is broken
ENDS = frozenset({"execution_success", "execution_error", "execution_interrupted"})
PREVIEW_PIXELS = 4096 * 4096

log = logging.getLogger(__name__)


class Watch:
    """One prompt from the moment it is queued."""

    def __init__(
        self,
        server: Server,
        workflow: Workflow,
        hearing: Hearing,
        prompt: str,
        hooks: tuple[Progress, Preview | None],
        keep: Callable[[], None],
    ) -> None:
        """`keep` keeps the prompt's id once more, and raises where another attempt has it now."""
        self.server, self.workflow, self.hearing, self.prompt = server, workflow, hearing, prompt
        self.progress, self.preview = hooks
        self.keep = keep
        self.done = Done(len(workflow.graph))
        self.heard_at = self.looked_at = time.monotonic()
        self.ours = False  # whether what the server works at for us is this prompt
        self.ended = False
        self.missed = 0

    def until_done(self) -> dict[str, Any]:
        """What became of it: its row in the server's history. Raises Failed, Cancelled.

        Whatever is raised, the prompt is stopped, so that nothing runs that nobody waits for.
        """
        try:
            while True:
                for message in self.hearing.hear(PATIENCE):
                    self._take(message)
                    self.server.pause(0)
                self.server.pause(0)
                if (row := self._looked()) is not None:
                    return self._whole(row)
                if time.monotonic() - self.heard_at > self.server.asked.silence:
                    raise Failed("comfyui-silent", seconds=round(self.server.asked.silence))
        except (Cancelled, Failed):
            self._stop()
            raise

    def _take(self, message: Message) -> None:
        if message.kind == "preview":
            if message.prompt == self.prompt or (message.prompt is None and self.ours):
                self.heard_at = time.monotonic()
                self._show(message.picture)
            return
        if message.prompt != self.prompt:
            return
        self.heard_at = time.monotonic()
        self.ours = True
        if message.kind in ENDS or (message.kind == "executing" and not message.data.get("node")):
            self.ended = True
            self.ours = False
        else:
            self.done.take(message.kind, message.data)
            self.progress(self.done.share)

    def _show(self, coded: bytes) -> None:
        """A look at the picture; one that can't be read is left out."""
        if self.preview is None:
            return
        try:
            with Image.open(io.BytesIO(coded), formats=("JPEG", "PNG", "WEBP")) as image:
                if image.width * image.height <= PREVIEW_PIXELS:
                    self.preview(np.asarray(image.convert("RGB")))
        except (OSError, ValueError, SyntaxError) as error:
            log.info("a preview that can't be read: %s", error)

    def _looked(self) -> dict[str, Any] | None:
        """Its row in the history, when it is time to look. Raises Failed where it is lost."""
        since = time.monotonic() - self.looked_at
        pause = LOOK if self.hearing.open and not self.ended else LOOK_DEAF
        if not self.ended and since < pause:
            return None
        self.looked_at = time.monotonic()
        if (row := self.server.history(self.prompt)) is not None:
            return row
        place = self.server.place(self.prompt)
        if place == "waiting":  # others' prompts come first: that may take as long as it will
            self.heard_at = time.monotonic()
        if place != "nowhere":
            self.missed = 0
            return None
        # Between queue and history it is nowhere for a moment.
        self.missed += 1
        if self.missed > 2:
            raise Failed("comfyui-lost")
        self.server.pause(LOOK_DEAF)
        return None

    def _whole(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row, if the prompt did end well. Raises Failed."""
        status = row.get("status") or {}
        for message in status.get("messages") or ():
            kind, data = message if isinstance(message, list) and len(message) == 2 else ("", {})
            if kind == "execution_error":
                raise _broken(self.workflow, data if isinstance(data, Mapping) else {})
            if kind == "execution_interrupted":
                raise Failed("comfyui-stopped")
        if status.get("status_str") == "error":
            raise _broken(self.workflow, {})
        return row

    def _stop(self) -> None:
        """Stop the prompt if it still waits or runs; a server that is gone can't be told.

        Not where this attempt was lost: a later one has found the prompt and waits for it.
        """
        if self.ended or not self._held():
            return
        calm = Server(replace(self.server.asked, patience=0), time.sleep)
        try:
            calm.stop(self.prompt)
        except Failed as failed:
            log.warning("prompt %s could not be stopped: %s", self.prompt, failed.code)

    def _held(self) -> bool:
        try:
            self.keep()
        except Exception as error:  # what a memory raises is not known here; when in doubt, not
            log.warning("prompt %s is left to a later attempt: %s", self.prompt, error)
            return False
        return True


def _broken(workflow: Workflow, data: Mapping[str, Any]) -> Failed:
    """What a node that failed means."""
    if "OutOfMemory" in str(data.get("exception_type", "")):
        return Failed("out-of-memory")
    node = workflow.title(str(data.get("node_id") or ""))
    return Failed(
        "comfyui-node-failed", node=node, why=str(data.get("exception_message", "")).strip()[:300]
    )
