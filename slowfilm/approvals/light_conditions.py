"""The gate's conditions about light: all of it rendered, and set by hand where the rules ask."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.approvals.condition import Condition
from slowfilm.films.models import Policy
from slowfilm.ledger import Refused
from slowfilm.light.state import Standing, of_drafts, rendered
from slowfilm.shots.models import Draft


def light_conditions(
    line: Sequence[Draft], policy: Policy, lights: Mapping[UUID, Standing]
) -> list[Condition]:
    """What is asked of a draft's light: nothing where none is set and the rules ask for none.

    `line`: the draft, and those that light made it of (relit.lines_of).
    """
    draft, conditions = line[0], []
    if lights[draft.id].does:
        conditions.append(Condition("light", False, unrendered(draft, lights[draft.id])))
    if policy.hand_set_key and (by_hand := set_by_hand(line)) is not None:
        sentence = (
            _("Light is set by hand in it.")
            if by_hand
            else _("Light must be set by hand at one frame at least, and rendered.")
        )
        conditions.append(Condition("hand-set-key", by_hand, sentence))
    return conditions


def unrendered(draft: Draft, light: Standing) -> str:
    """That a draft's light is not in its picture, and where it is, if it is in another's."""
    rendering = rendered(draft, light.digest)
    if rendering is None:
        sentence = _("Light is set on %(draft)s and not rendered: its picture is not what is seen.")
        return sentence % {"draft": draft.name}
    sentence = _("The light set on %(draft)s is rendered in %(lit)s: select that one.")
    return sentence % {"draft": draft.name, "lit": rendering.name}


def set_by_hand(line: Sequence[Draft]) -> bool | None:
    """Whether light was set by hand in a draft that an engine made; None where none made it."""
    if line[-1].origin != Draft.Origin.GENERATED:
        return None
    return any(draft.facts.get("light", {}).get("keys") for draft in line[:-1])


def refuse_unrendered(drafts: Iterable[Draft]) -> None:
    """Raise Refused where light is set on one of these and not in its picture."""
    by_id = {draft.id: draft for draft in drafts}
    for id_, light in of_drafts(by_id).items():
        if light.does:
            raise Refused("unrendered-light", unrendered(by_id[id_], light))
