"""Why uploads follow from no entry."""

from slowfilm.ledger.records import Record
from slowfilm.uploads.models import Upload

RECORDS = (
    Record(Upload, outside="pieces on their way; what is whole becomes an entry", archived=False),
)
