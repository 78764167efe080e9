"""Where a real place is to be seen: said of references, drafts and scenes by hand."""

from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.clearance import work_events as events
from slowfilm.clearance.licences import changed
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.people.place_actions import find_place
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft, Scene

MOST = 2000


@action(events.ShowPlace, May.CLEAR, events.PlaceShown)
def show_place(this: Act, command: events.ShowPlace) -> events.PlaceShown:
    """Say which references, drafts and scenes show a place, or do not."""
    place = find_place(this.film_id, command.place)
    if not (command.references or command.drafts or command.scenes):
        raise Refused("nothing-chosen", _("Select at least one reference, draft or scene."))
    _refuse_strange(this.film_id, command)
    for name in ("references", "drafts", "scenes"):
        now = changed(getattr(place, name), getattr(command, name), command.shown)
        if len(now) > MOST:
            raise Refused("too-many", _("That is too much for one place."))
        setattr(place, name, now)
    place.save(update_fields=["references", "drafts", "scenes"])
    return events.PlaceShown(
        place=place.id, references=place.references, drafts=place.drafts, scenes=place.scenes
    )


def _refuse_strange(film_id: UUID, command: events.ShowPlace) -> None:
    """Everything that is named is of the film."""
    for model, ids, code, sentence in (
        (Reference, command.references, "reference", _("There is no such reference in this film.")),
        (Draft, command.drafts, "draft", _("There is no such draft in this film.")),
        (Scene, command.scenes, "scene", _("There is no such scene in this film.")),
    ):
        rows = model._default_manager.filter(film_id=film_id, id__in=ids)
        if rows.count() < len(set(ids)):
            raise Refused(f"no-{code}", sentence)
