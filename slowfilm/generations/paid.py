"""What a provider made of a draft, and what it cost."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from slowfilm.clearance.providers import name_of


def paid(facts: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each fact that a draft made by a provider has besides."""
    if not facts.get("provider"):
        return
    about = {"provider": name_of(str(facts["provider"])), "model": facts.get("model", "")}
    yield _("Made by %(provider)s with %(model)s.") % about
    if facts.get("task"):
        yield _("Task %(task)s.") % {"task": facts["task"]}
    tokens, cost = facts.get("tokens"), facts.get("cost")
    count = f"{tokens:,}" if isinstance(tokens, int) else ""
    if cost and count:
        yield _("Cost: %(cost)s, for %(count)s tokens.") % {"cost": cost, "count": count}
    elif count:
        yield _("Cost: not known, for %(count)s tokens.") % {"count": count}
    else:
        yield _("Cost: not known.")
    if facts.get("prompt_revised"):
        yield _("The provider revised the text: “%(text)s”") % {"text": facts["prompt_revised"]}
    if facts.get("held"):
        sentence = _("The clip was %(count)s frames too short: its last picture is held.")
        yield sentence % {"count": facts["held"]}
    if facts.get("silent"):
        yield _("The clip came without sound.")
