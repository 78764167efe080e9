"""Are all of a film's rows what its entries say?"""

from uuid import UUID

from slowfilm.archives.records import RECORDS
from slowfilm.ledger.rows import Compared, compare
from slowfilm.moment import one_moment


def verify_rows(film_id: UUID) -> Compared:
    """Compare every row of a film with its entries, which must hold (ledger/verify.py)."""
    with one_moment():
        return compare(film_id, RECORDS)
