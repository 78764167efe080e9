"""Every table of the app, and how its rows follow from the ledger: the one list of them all."""

from slowfilm.abstractions import records as abstractions
from slowfilm.accounts import records as accounts
from slowfilm.approvals import records as approvals
from slowfilm.archives.events import FilmBroughtIn
from slowfilm.clearance import aftercare_records as aftercare
from slowfilm.clearance import records as clearance
from slowfilm.clearance import scan_records as scans
from slowfilm.clearance import work_records as works
from slowfilm.cuts import records as cuts
from slowfilm.erasures import records as erasures
from slowfilm.films import records as films
from slowfilm.films.models import Member
from slowfilm.generations import records as generations
from slowfilm.inbox import records as inbox
from slowfilm.jobs import records as jobs
from slowfilm.ledger import chained
from slowfilm.ledger.records import More, changed_everywhere, gathered, replaced
from slowfilm.light import records as light
from slowfilm.people import records as people
from slowfilm.references import records as references
from slowfilm.references.models import Reference
from slowfilm.reviews import records as reviews
from slowfilm.shots import records as shots
from slowfilm.sittings import records as sittings
from slowfilm.uploads import records as uploads

# In an archive nobody has an account of this studio, and no reference the pieces it comes from.
BROUGHT_IN = (
    More(Member, rules=(replaced(FilmBroughtIn, "user", each="accounts", old="was", new="now"),)),
    More(Reference, rules=(changed_everywhere(FilmBroughtIn, upload=None),)),
)

RECORDS = gathered(
    accounts.RECORDS,
    films.RECORDS,
    chained.RECORDS,
    uploads.RECORDS,
    people.RECORDS,
    references.RECORDS,
    abstractions.RECORDS,
    shots.RECORDS,
    clearance.RECORDS,
    scans.RECORDS,
    works.RECORDS,
    aftercare.RECORDS,
    reviews.RECORDS,
    jobs.RECORDS,
    generations.RECORDS,
    light.RECORDS,
    cuts.RECORDS,
    approvals.RECORDS,
    sittings.RECORDS,
    inbox.RECORDS,
    erasures.RECORDS,
    BROUGHT_IN,
)
