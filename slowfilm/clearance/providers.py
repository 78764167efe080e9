"""Who outside the team may be sent a likeness or a voice: those that engines here send to."""

from collections.abc import Iterable

from django.utils.translation import gettext, gettext_lazy, override

from slowfilm import engines
from slowfilm.engines.about import BY_HOST, Provider

KNOWN = {provider.id: provider for provider in BY_HOST.values()}
PLACED = gettext_lazy("%(name)s, %(where)s")


def provider_of(engine: str) -> Provider | None:
    """To whom an engine sends what it is given; None for one that keeps it, or is not here."""
    try:
        return engines.engine(engine).capabilities().about.provider
    except LookupError:
        return None


def offered() -> dict[str, Provider]:
    """Those that the engines send to which are switched on here, by their ids."""
    providers = (provider_of(name) for name in engines.names())
    return {provider.id: provider for provider in providers if provider is not None}


def name_of(id_: str) -> str:
    """What a provider is called; one that no engine here knows any more, by its id."""
    provider = KNOWN.get(id_) or offered().get(id_)
    return gettext(provider.name) if provider else id_


def choices() -> list[tuple[str, str]]:
    """Those that can be asked for, as a form shows them."""
    return [(provider.id, placed(provider)) for provider in offered().values()]


def placed(provider: Provider) -> str:
    """A provider, and where."""
    return str(PLACED) % {"name": gettext(provider.name), "where": gettext(provider.where)}


def told(ids: Iterable[str], language: str) -> list[str]:
    """Each with where it is and how long it keeps things, in one language: for a release."""
    providers = {**KNOWN, **offered()}
    with override(language):
        return [
            f"{placed(providers[provider_id])} – {gettext(providers[provider_id].kept)}"
            if provider_id in providers
            else provider_id
            for provider_id in ids
        ]
