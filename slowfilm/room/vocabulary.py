"""All commands that the socket takes, and all facts that entries record, by their verbs."""

from slowfilm.abstractions import events as abstractions
from slowfilm.approvals import events as approvals
from slowfilm.archives import events as archives
from slowfilm.clearance import events as clearance
from slowfilm.clearance import scan_events as scans
from slowfilm.clearance import work_events as works
from slowfilm.cuts import events as cuts
from slowfilm.films import events as films
from slowfilm.generations import events as generations
from slowfilm.inbox import events as inbox
from slowfilm.ledger import events as ledger
from slowfilm.ledger.messages import Command, Fact, verb_of
from slowfilm.light import events as light
from slowfilm.people import events as people
from slowfilm.people import place_events as places
from slowfilm.references import events as references
from slowfilm.reviews import events as reviews
from slowfilm.room import commands
from slowfilm.shots import events as shots
from slowfilm.sittings import events as sittings

STAGES = (
    *(reviews, shots, generations, references, people, places, clearance, scans, works),
    *(films, ledger, archives, approvals, cuts, inbox, sittings, abstractions),
    light,
)

COMMANDS: dict[str, type[Command]] = {action.verb: action.takes for action in commands.LIVE}
FACTS: dict[str, type[Fact]] = {
    verb_of(kind): kind
    for stage in STAGES
    for kind in vars(stage).values()
    if isinstance(kind, type) and issubclass(kind, Fact) and kind is not Fact
}
