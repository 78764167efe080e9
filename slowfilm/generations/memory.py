"""What an engine keeps of a draft, so that a second attempt goes on where the first was lost."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from slowfilm.generations.models import Generation
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Superseded


@dataclass(frozen=True)
class Kept:
    """One attempt's way to what is kept; an `engines.base.Memory`."""

    generation: Generation
    job: Job

    def recall(self) -> dict[str, Any]:
        """What any attempt kept last. Raises DatabaseError."""
        rows = Generation.objects.filter(pk=self.generation.pk)
        memory: dict[str, Any] = rows.values_list("memory", flat=True).get()
        return memory

    def keep(self, facts: dict[str, Any]) -> None:
        """Keep it, committed on return. Raises DatabaseError, and Superseded for a lost attempt.

        The job's row is locked, as by a claim: what an attempt keeps, the next one recalls.
        """
        jobs = Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt, state=Job.State.RUNNING)
        with transaction.atomic():
            if jobs.select_for_update().first() is None:
                raise Superseded
            Generation.objects.filter(pk=self.generation.pk).update(memory=facts)
