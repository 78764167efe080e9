"""What leaves the house for an engine's provider: said before it is queued, and confirmed.

Who queues is shown a list of it. The digest of that list comes back with the command, so that
what is confirmed is what was shown, and stands in the entry under the name of who confirmed it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm import engines
from slowfilm.clearance.answer import HEARD
from slowfilm.clearance.assets import assets_of
from slowfilm.clearance.providers import provider_of
from slowfilm.engines.about import Provider
from slowfilm.engines.base import Capabilities
from slowfilm.generations.by_hand import tidied
from slowfilm.generations.characters import Cast
from slowfilm.generations.check import faults
from slowfilm.generations.citations import Wanted, found, tags
from slowfilm.generations.models import Generation
from slowfilm.ledger import Refused
from slowfilm.references.models import Reference
from slowfilm.references.roles import Role


@dataclass(frozen=True, slots=True)
class Item:
    """One reference that leaves, whole or in part; `digest` is of the copy it is made from."""

    reference: UUID
    name: str
    tag: str
    role: str
    kind: str
    what: str  # picture, pictures, sound, asset
    span: tuple[float, float] | None
    digest: str
    poster: str

    @property
    def role_name(self) -> str:
        """What it is for, in the reader's language."""
        return str(Role(self.role).label) if self.role in Role.values else self.role

    @property
    def said(self) -> str:
        """What of it leaves, in the reader's language."""
        return {
            "picture": _("The picture"),
            "pictures": _("The moving picture, without its sound"),
            "sound": _("The sound"),
            "asset": _("Nothing: the person's verified material at the provider is used"),
        }[self.what]


@dataclass(frozen=True, slots=True)
class Sending:
    """Everything that leaves for one brief."""

    provider: Provider
    engine: str
    text: str
    items: tuple[Item, ...]
    lines: tuple[str, ...]
    kept_here: tuple[str, ...]  # the names of what is cited and does not leave

    @property
    def digest(self) -> str:
        """What is confirmed, as a SHA-256: the provider, the words, and each copy that leaves."""
        content = {
            "provider": asdict(self.provider),
            "engine": self.engine,
            "text": self.text,
            "lines": self.lines,
            "items": [[item.digest, item.role, item.what, item.span] for item in self.items],
        }
        plain = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()


def sending(film_id: UUID, spec: Wanted) -> Sending | None:
    """What leaves for a brief that is right; None where its engine sends nothing anywhere."""
    provider = provider_of(spec.engine)
    if provider is None:
        return None
    can = engines.engine(spec.engine).capabilities()
    references = found(film_id, spec)
    assets = assets_of(references, provider.id)
    items = tuple(_items(spec, references, can, assets))
    leaving = {item.reference for item in items}
    titles = Cast.of(film_id).titles
    speaks = can.lines != "ignores"
    return Sending(
        provider,
        spec.engine,
        spec.text,
        items,
        tuple(f"{titles[line.character]}: {line.words}" for line in spec.lines if speaks),
        tuple(reference.name for reference in references.values() if reference.id not in leaving),
    )


def _items(
    spec: Wanted,
    references: Mapping[UUID, Reference],
    can: Capabilities,
    assets: Mapping[UUID, str],
) -> Iterator[Item]:
    named = tags(references[citation.reference].kind for citation in spec.citations)
    for tag, cited in zip(named, spec.citations, strict=True):
        reference = references[cited.reference]
        if can.treatment(reference.kind, cited.role) == "ignores":  # type: ignore[arg-type]
            continue
        yield Item(
            reference=reference.id,
            name=reference.name,
            tag=tag,
            role=cited.role,
            kind=reference.kind,
            what=_what(reference, cited.role, assets),
            span=cited.span,
            digest=reference.proxy_id or "",
            poster=reference.poster_id or "",
        )


def _what(reference: Reference, role: str, assets: Mapping[UUID, str]) -> str:
    if reference.kind == Reference.Kind.PICTURE:
        return "asset" if role == Role.SUBJECT and reference.id in assets else "picture"
    return "sound" if role in HEARD or reference.kind == Reference.Kind.SOUND else "pictures"


def confirmed(film_id: UUID, spec: Wanted, digest: str) -> str:
    """The id of the provider that a brief leaves for; "" where it does not leave.

    Raises Refused where what leaves is not what was confirmed.
    """
    leaves = sending(film_id, spec)
    if leaves is None:
        return ""
    if digest != leaves.digest:
        sentence = _(
            "This engine works outside the team's machines. Confirm first what is sent there."
        )
        raise Refused("not-confirmed", sentence)
    return leaves.provider.id


def refuse_elsewhere(generation: Generation) -> None:
    """Raise Refused where an engine sends elsewhere than when its generation was queued."""
    if generation.brief.engine not in engines.names():
        return  # that is said otherwise
    provider = provider_of(generation.brief.engine)
    if (provider.id if provider else "") != generation.sent_to:
        sentence = _("The engine now sends to another provider than was confirmed.")
        raise Refused("sent-elsewhere", sentence)


def asset_ids(references: Mapping[UUID, Reference], sent_to: str) -> dict[UUID, str]:
    """By the reference, what its only person is called at the provider; none where none leaves."""
    return assets_of(references, sent_to) if sent_to else {}


def leaving(film_id: UUID, spec: Wanted) -> Sending | None:
    """What leaves for a brief that somebody asks about. Raises Refused where it is not right."""
    whole = Cast.of(film_id).expanded(spec)
    for fault in faults(film_id, whole):
        raise Refused(fault.code, fault.sentence)
    return sending(film_id, tidied(whole))
