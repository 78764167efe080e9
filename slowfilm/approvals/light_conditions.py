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
    draft, found = line[0], []
    if lights[draft.id].does:
        found.append(Condition("light", False, unrendered(draft, lights[draft.id])))
    if policy.hand_set_key and (by_hand := set_by_hand(line)) is not None:
        said = (
            _("Light is set by hand in it.")
            if by_hand
            else _("Light must be set by hand at one frame at least, and rendered.")
        )
        found.append(Condition("hand-set-key", by_hand, said))
    return found


def unrendered(draft: Draft, light: Standing) -> str:
    """That a draft's light is not in its picture, and where it is, if it is in another's."""
    made = rendered(draft, light.digest)
    if made is None:
        said = _("Light is set on %(draft)s and not rendered: its picture is not what is seen.")
        return said % {"draft": draft.name}
    said = _("The light set on %(draft)s is rendered in %(lit)s: select that one.")
    return said % {"draft": draft.name, "lit": made.name}


def set_by_hand(line: Sequence[Draft]) -> bool | None:
    """Whether light was set by hand in a draft that an engine made; None where none made it."""
    if line[-1].origin != Draft.Origin.GENERATED:
        return None
    return any(each.facts.get("light", {}).get("keys") for each in line[:-1])


def refuse_unrendered(drafts: Iterable[Draft]) -> None:
    """Raise Refused where light is set on one of these and not in its picture."""
    asked = {draft.id: draft for draft in drafts}
    for id_, light in of_drafts(asked).items():
        if light.does:
            raise Refused("unrendered-light", unrendered(asked[id_], light))
