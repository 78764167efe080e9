"""One paid task: ordered once, waited for, and taken back where nobody wants it any more.

The provider knows no key by which an order sent twice counts once. So an intent is kept before
the order leaves, and its id before it is waited for. An intent without an id means that the order
may have been taken: then it is looked for in the provider's list, by its seed, and never sent
again by itself. What is left is the time in which the provider has taken an order and does not
list it yet.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slowfilm.engines.base import Cancelled, Failed, Leaving, Memory
from slowfilm.engines.seedance.ark import Ark, Unanswered, meaning, wait

ENDED = ("succeeded", "failed", "cancelled", "expired")
SKEW = 300.0  # seconds by which the provider's clock may differ from ours
GROWS, LONGEST = 1.4, 15.0  # each pause to the one before, and the longest, in seconds
TRIES = 8  # how often in a row the provider may fail to answer


@dataclass(frozen=True)
class Ordering:
    """One task to be ordered, with what is needed on the way."""

    ark: Ark
    body: Callable[[], dict[str, Any]]  # made only when it is to be sent
    model: str
    seed: int
    memory: Memory
    leaving: Leaving
    cancelled: Callable[[], bool]
    pause: float  # seconds between the first two looks

    def done(self, waiting: Callable[[float], None]) -> dict[str, Any]:
        """The task once it has succeeded; `waiting` is told the seconds. Raises Cancelled, Failed.

        Whatever is raised but Failed, the task is taken back where that can be done.
        """
        id_ = self._ordered()
        try:
            return self._waited(id_, waiting)
        except (Failed, Cancelled) as why:
            # Raises where another attempt has the draft by now: that one waits for the task.
            self.memory.keep({"task": id_, "model": self.model})
            if isinstance(why, Cancelled) or why.code == "provider-silent":
                take_back(self.ark, id_)
            self.memory.keep({})
            raise

    def _ordered(self) -> str:
        """The task's id: that which is kept, that which the list shows, or a new one."""
        record = self.memory.recall()
        if "task" in record:
            return str(record["task"])
        if "ordered_at" in record:
            return self._found(record) or _unknown()
        body = self.body()
        for attempt in range(TRIES):
            self.leaving()
            order = {"ordered_at": time.time(), "seed": self.seed, "model": self.model}
            self.memory.keep(order)
            try:
                return self._keep(self.ark.create(body))
            except Failed:
                self.memory.keep({})  # it was refused: nothing is under way
                raise
            except Unanswered as error:
                if not error.busy:  # it may have been taken
                    if id_ := self._found(order):
                        return id_
                    if not str(error).startswith("HTTP"):
                        _unknown()
                self.memory.keep({})
                wait(self._back_off(attempt, error), self.cancelled)
        raise Failed("provider-busy")

    def _found(self, order: dict[str, Any]) -> str:
        """The id of a task that was ordered like this, from the provider's list; "" if none is.

        Raises Failed where the list can't be read.
        """
        read = False
        for attempt in range(3):
            try:
                listed = self.ark.tasks(self.model)
                read = True
            except (Unanswered, Failed):
                listed = []
            for task in listed:
                if task.get("seed") == order["seed"] and _since(task, order["ordered_at"]):
                    return self._keep(str(task["id"]))
            wait(self.pause * GROWS**attempt, self.cancelled)
        return "" if read else _unknown()

    def _keep(self, id_: str) -> str:
        """Keep an id. Where that can't be done, nobody would know of the task: it is taken back."""
        try:
            self.memory.keep({"task": id_, "model": self.model})
        except BaseException:
            take_back(self.ark, id_)
            raise
        return id_

    def _waited(self, id_: str, waiting: Callable[[float], None]) -> dict[str, Any]:
        began, pause, silent = time.monotonic(), self.pause, 0
        while True:
            if self.cancelled():
                raise Cancelled
            try:
                task = self.ark.task(id_)
            except Unanswered as error:
                silent += 1
                if silent >= TRIES:
                    raise Failed("provider-silent", task=id_) from None
                wait(self._back_off(silent, error), self.cancelled)
                continue
            silent = 0
            if task["status"] in ENDED:
                return self._ended(task)
            waiting(time.monotonic() - began)
            wait(pause, self.cancelled)
            pause = min(LONGEST, pause * GROWS)

    def _ended(self, task: dict[str, Any]) -> dict[str, Any]:
        if task["status"] == "succeeded":
            return task
        if task["status"] == "expired":
            raise Failed("task-expired")
        error = task.get("error") or {}
        code, message = (str(error.get(name) or "") for name in ("code", "message"))
        if task["status"] == "cancelled":
            raise Failed("task-cancelled")
        meant = meaning(code)
        message = self.ark.freed(message or code)
        raise Failed("provider-failed" if meant == "refused-request" else meant, said=message)

    def _back_off(self, attempt: int, error: Unanswered) -> float:
        return self.pause * 2.0**attempt if error.after is None else error.after


def take_back(ark: Ark, id_: str) -> None:
    """Ask the provider to take a task back. It may be too late; nothing is raised."""
    try:
        ark.cancel(id_)
    except (Failed, Unanswered):
        return


def take_back_open(ark: Ark, id_: str) -> None:
    """Take a task back unless it has ended: what was made stays at the provider for a day."""
    try:
        if ark.task(id_)["status"] in ENDED:
            return
    except (Failed, Unanswered):
        pass
    take_back(ark, id_)


def _unknown() -> str:
    raise Failed("order-unknown")


def _since(task: dict[str, Any], moment: float) -> bool:
    created_at = task.get("created_at")
    return (
        isinstance(created_at, int | float) and created_at >= moment - SKEW and bool(task.get("id"))
    )
