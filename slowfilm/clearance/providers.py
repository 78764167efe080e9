"""Who outside the team may be sent a likeness or a voice: those that engines here send to."""

from collections.abc import Iterable

from django.utils.translation import gettext, gettext_lazy, override

from slowfilm import engines
from slowfilm.engines.about import BY_HOST, Provider

KNOWN = {each.id: each for each in BY_HOST.values()}
PLACED = gettext_lazy("%(name)s, %(where)s")


def provider_of(engine: str) -> Provider | None:
    """To whom an engine sends what it is given; None for one that keeps it, or is not here."""
    try:
        return engines.engine(engine).capabilities().about.provider
    except LookupError:
        return None


def offered() -> dict[str, Provider]:
    """Those that the engines send to which are switched on here, by their ids."""
    found = (provider_of(name) for name in engines.names())
    return {each.id: each for each in found if each is not None}


def name_of(id_: str) -> str:
    """What a provider is called; one that no engine here knows any more, by its id."""
    found = KNOWN.get(id_) or offered().get(id_)
    return gettext(found.name) if found else id_


def choices() -> list[tuple[str, str]]:
    """Those that can be asked for, as a form shows them."""
    return [(each.id, placed(each)) for each in offered().values()]


def placed(provider: Provider) -> str:
    """A provider, and where."""
    return str(PLACED) % {"name": gettext(provider.name), "where": gettext(provider.where)}


def told(ids: Iterable[str], language: str) -> list[str]:
    """Each with where it is and how long it keeps things, in one language: for a release."""
    known = {**KNOWN, **offered()}
    with override(language):
        return [
            f"{placed(known[each])} – {gettext(known[each].kept)}" if each in known else each
            for each in ids
        ]
