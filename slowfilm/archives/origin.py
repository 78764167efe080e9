"""What is said of a film that was read in from an archive."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.archives.events import FilmBroughtIn
from slowfilm.archives.signature import Signature
from slowfilm.films.models import TeamRequest
from slowfilm.ledger.messages import verb_of
from slowfilm.ledger.models import Entry


@dataclass(frozen=True)
class Origin:
    """When a film was read in, and sentences on how far its record is proved."""

    at: datetime
    told: list[str]


def origin_of(film_id: UUID) -> Origin | None:
    """Where a film came from; None when it was made here. The last time counts."""
    read_in = Entry.objects.filter(film_id=film_id, verb=verb_of(FilmBroughtIn))
    entry = read_in.exclude(payload=None).order_by("-seq").first()
    if entry is None:
        return None
    fact = FilmBroughtIn.model_validate_json(entry.payload or "")
    sentences = [
        Signature(fact.signed, fact.key, fact.studio).sentence,
        _outside(fact),
        _team(film_id),
    ]
    return Origin(entry.at, [sentence for sentence in sentences if sentence])


def _outside(fact: FilmBroughtIn) -> str:
    if fact.outside is None:
        return ""
    if fact.outside == fact.entries:
        return _("The hash of its last entry was known from elsewhere.")
    later = fact.entries - fact.outside
    sentence = ngettext(
        "The hash of entry %(seq)s was known from elsewhere; %(n)s entry came after it.",
        "The hash of entry %(seq)s was known from elsewhere; %(n)s entries came after it.",
        later,
    )
    return sentence % {"seq": fact.outside, "n": later}


def _team(film_id: UUID) -> str:
    team_request = TeamRequest.objects.select_related("team__founder").filter(film=film_id).first()
    if team_request is None:
        return ""
    sentence = _("It is in a team of its own until %(name)s accepts it into %(team)s.")
    return sentence % {"name": team_request.team.founder, "team": team_request.team}
