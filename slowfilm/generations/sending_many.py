"""What leaves for the drafts of one comparison: shown and confirmed once for all of them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.clearance.providers import provider_of
from slowfilm.generations.by_hand import tidied
from slowfilm.generations.check import faults
from slowfilm.generations.citations import Wanted
from slowfilm.generations.sending import Item, Sending, sending
from slowfilm.ledger import Refused


@dataclass(frozen=True, slots=True)
class Group:
    """What leaves for one engine: everything that any of its drafts sends.

    `apart` says that each of them sends something less of it.
    """

    leaves: Sending
    count: int  # of drafts
    apart: bool


class Unconfirmed(Refused):
    """Drafts leave for a provider, and nobody has confirmed that this is sent."""

    def __init__(self, leaves: Sequence[Sending]) -> None:
        said = _("This engine works outside the team's machines. Confirm first what is sent there.")
        super().__init__("not-confirmed", said)
        self.groups, self.digest = grouped(leaves), digest_of(leaves)


def leaving_for(film_id: UUID, wanted: Wanted) -> Sending | None:
    """What leaves for one of the drafts. Raises Refused where something stands against it."""
    if provider_of(wanted.engine) is None:
        return None
    for fault in faults(film_id, wanted):
        raise Refused(fault.code, fault.sentence)
    return sending(film_id, tidied(wanted))


def refuse_unconfirmed(leaves: Sequence[Sending | None], confirmed: str) -> None:
    """Raise Unconfirmed where something leaves and is not what was confirmed."""
    there = [each for each in leaves if each is not None]
    if there and digest_of(there) != confirmed:
        raise Unconfirmed(there)


def digest_of(leaves: Sequence[Sending]) -> str:
    """What is confirmed, as a SHA-256: everything that leaves, for one draft after another."""
    return hashlib.sha256("\n".join(each.digest for each in leaves).encode()).hexdigest()


def grouped(leaves: Sequence[Sending]) -> list[Group]:
    """What leaves for each engine, in the order in which they come."""
    engines = dict.fromkeys(each.engine for each in leaves)
    return [_group([each for each in leaves if each.engine == name]) for name in engines]


def _group(leaves: Sequence[Sending]) -> Group:
    items: dict[tuple[UUID, str], Item] = {}
    for each in leaves:
        for item in each.items:
            items.setdefault((item.reference, item.role), item)
    whole = replace(
        max(leaves, key=lambda each: len(each.text)),
        items=tuple(items.values()),
        kept_here=tuple(dict.fromkeys(name for each in leaves for name in each.kept_here)),
    )
    sent = {item.name for item in whole.items}
    kept = tuple(name for name in whole.kept_here if name not in sent)
    apart = len({each.digest for each in leaves}) > 1
    return Group(replace(whole, kept_here=kept), len(leaves), apart)
