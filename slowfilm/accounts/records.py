"""Why accounts follow from no film's ledger."""

from slowfilm.accounts.models import Token, User
from slowfilm.ledger.records import Record

RECORDS = (
    Record(User, outside="an account is of the studio, not of a film", archived=False),
    Record(Token, outside="by what a script signs in; it never leaves the studio", archived=False),
)
