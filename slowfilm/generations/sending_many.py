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
        sentence = _(
            "This engine works outside the team's machines. Confirm first what is sent there."
        )
        super().__init__("not-confirmed", sentence)
        self.groups, self.digest = grouped(leaves), digest_of(leaves)


def leaving_for(film_id: UUID, spec: Wanted) -> Sending | None:
    """What leaves for one of the drafts. Raises Refused where something stands against it."""
    if provider_of(spec.engine) is None:
        return None
    for fault in faults(film_id, spec):
        raise Refused(fault.code, fault.sentence)
    return sending(film_id, tidied(spec))


def refuse_unconfirmed(leaves: Sequence[Sending | None], confirmed: str) -> None:
    """Raise Unconfirmed where something leaves and is not what was confirmed."""
    sendings = [package for package in leaves if package is not None]
    if sendings and digest_of(sendings) != confirmed:
        raise Unconfirmed(sendings)


def digest_of(leaves: Sequence[Sending]) -> str:
    """What is confirmed, as a SHA-256: everything that leaves, for one draft after another."""
    return hashlib.sha256("\n".join(package.digest for package in leaves).encode()).hexdigest()


def grouped(leaves: Sequence[Sending]) -> list[Group]:
    """What leaves for each engine, in the order in which they come."""
    engines = dict.fromkeys(package.engine for package in leaves)
    return [_group([package for package in leaves if package.engine == name]) for name in engines]


def _group(leaves: Sequence[Sending]) -> Group:
    items: dict[tuple[UUID, str], Item] = {}
    for package in leaves:
        for item in package.items:
            items.setdefault((item.reference, item.role), item)
    whole = replace(
        max(leaves, key=lambda candidate: len(candidate.text)),
        items=tuple(items.values()),
        kept_here=tuple(dict.fromkeys(name for package in leaves for name in package.kept_here)),
    )
    sent = {item.name for item in whole.items}
    staying = tuple(name for name in whole.kept_here if name not in sent)
    apart = len({package.digest for package in leaves}) > 1
    return Group(replace(whole, kept_here=staying), len(leaves), apart)
