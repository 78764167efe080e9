"""Why the queue follows from no entry."""

from slowfilm.jobs.models import Job
from slowfilm.ledger.records import Record

RECORDS = (Record(Job, outside="a worker changes it as it works; what came of it is an entry"),)
