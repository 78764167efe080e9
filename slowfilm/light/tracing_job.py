"""A worker's way with the people in a draft."""

from slowfilm import storage
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease
from slowfilm.jobs.workplace import workplace
from slowfilm.ledger import Refused
from slowfilm.light.tracing import TRACE, fail, own_mattes, traced
from slowfilm.media.errors import MediaError
from slowfilm.media.light.mattes_file import Packed
from slowfilm.media.names import MATTES
from slowfilm.shots.models import Draft


@TRACE.does
def work(job: Job, lease: Lease) -> None:
    """Do a trace-figures job: what an engine said of its draft, else what is found in the picture.

    Raises MediaError, Full, Superseded.
    """
    from slowfilm.engines import figures  # its libraries are for workers only
    from slowfilm.engines.base import Failed

    draft = Draft.objects.get(id=job.subject)

    def report(share: float) -> None:
        if lease.cancelled():
            raise MediaError("cancelled")
        lease.progress(share)

    try:
        if (mattes := own_mattes(draft)) and storage.there(mattes):
            with storage.on_disk(mattes) as path:
                people = Packed.of(path.read_bytes()).people
                return traced(job=job, file=path, people=len(people))
        with workplace(job) as folder, storage.on_disk(draft.master_id) as path:
            counts = figures.traced(path, draft.master_id, folder / MATTES, draft.frames, report)
            traced(job=job, file=folder / MATTES, people=counts["people"])
    except Failed as error:
        fail(job, error.code, {})
    except Refused as refused:
        fail(job, refused.code, {})
