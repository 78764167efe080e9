"""Kinds of background work. A stage declares each of its own once; tasks.py gathers them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slowfilm.jobs.models import Job
    from slowfilm.jobs.queue import Lease

    Work = Callable[[Job, Lease], None]
    Fail = Callable[[Job, str, dict[str, str | int]], None]


@dataclass
class JobKind:
    """`name` is what rows keep; `queue` is who serves it, "" where each job says (an engine's).

    `work` does a job and ends it; `fail` ends it with an error code, in an act. Both are given
    where they are written: `@PREPARE.does`, `@PREPARE.fails`.
    """

    name: str
    queue: str = ""
    work: "Work" = field(init=False)
    fail: "Fail" = field(init=False)

    def does(self, work: "Work") -> "Work":
        """Declare the function below as what does a job of this kind."""
        self.work = work
        return work

    def fails(self, fail: "Fail") -> "Fail":
        """Declare the function below as what ends a job of this kind that could not be done."""
        self.fail = fail
        return fail
