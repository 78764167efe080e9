"""Every live command on one page. What it takes, who may, and what it records stand beside it."""

from typing import Any
from uuid import UUID

from django.utils.translation import override

from slowfilm.abstractions import actions as abstractions
from slowfilm.approvals import actions as approvals
from slowfilm.approvals import locking
from slowfilm.clearance import actions as clearance
from slowfilm.clearance import after_actions as after
from slowfilm.clearance import aftercare_actions as aftercare
from slowfilm.clearance import decisions, licences, releases, rulings, scanning, showing, tracks
from slowfilm.cuts import actions as cuts
from slowfilm.cuts import rendering
from slowfilm.films.authority import MemberActor
from slowfilm.generations import actions as generations
from slowfilm.ledger import Action
from slowfilm.ledger.action import read
from slowfilm.ledger.messages import Command
from slowfilm.light import actions as light
from slowfilm.light import rendering as light_rendering
from slowfilm.light import taking as light_taking
from slowfilm.light import tracing as light_tracing
from slowfilm.people import actions as people
from slowfilm.people import place_actions
from slowfilm.references import actions as references
from slowfilm.references import tracks as file_tracks
from slowfilm.reviews import actions as reviews
from slowfilm.reviews import notes
from slowfilm.shots import actions as shots
from slowfilm.sittings import ending, holding

LIVE: tuple[Action[Any], ...] = (
    reviews.draw,
    reviews.erase,
    reviews.restore,
    notes.write_note,
    notes.resolve_note,
    notes.reopen_note,
    notes.carry_note,
    shots.add_scene,
    shots.add_shot,
    shots.change_scene,
    shots.change_shot,
    shots.move_shot,
    shots.select_draft,
    generations.cancel_generation,
    people.add_person,
    people.describe_person,
    clearance.declare_nobody,
    clearance.name_people,
    scanning.scan_again,
    tracks.add_track,
    tracks.name_tracks,
    tracks.place_tracks,
    tracks.doubt_tracks,
    tracks.dismiss_tracks,
    tracks.restore_tracks,
    place_actions.add_place,
    place_actions.describe_place,
    place_actions.record_agreement,
    showing.show_place,
    licences.record_licence,
    licences.license_works,
    licences.withdraw_licence,
    rulings.refuse_out_of_care,
    rulings.write_reason,
    rulings.sign_reason,
    rulings.end_ruling,
    decisions.write_decision,
    decisions.change_decision,
    decisions.disagree,
    releases.ask_release,
    releases.make_person_link,
    releases.record_paper,
    releases.revoke_link,
    releases.give_release,
    releases.withdraw_release,
    after.set_venues,
    after.write_to_person,
    after.set_step,
    after.finish_step,
    after.hide_what_rests,
    aftercare.record_copy,
    aftercare.recall_copy,
    aftercare.plan_check_in,
    aftercare.finish_check_in,
    aftercare.open_harm_case,
    aftercare.decide_remedy,
    aftercare.close_harm_case,
    references.retry,
    references.remove,
    references.strip,
    file_tracks.choose,
    abstractions.abstract_reference,
    abstractions.make_light_space,
    abstractions.render_again,
    abstractions.remove_abstraction,
    abstractions.remove_light_space,
    light.set_key,
    light.move_key,
    light.copy_key,
    light.remove_key,
    light.restore_key,
    light.paint,
    light.take_back,
    light.give_back,
    light.set_exposure,
    light_rendering.render_light,
    light_tracing.trace_figures,
    light_taking.take_frames,
    light_taking.light_reference,
    cuts.add_cut,
    cuts.rename_cut,
    rendering.render_cut,
    approvals.approve,
    approvals.approve_cut,
    approvals.withdraw,
    approvals.request_changes,
    approvals.withdraw_request,
    approvals.answer_never,
    locking.lock,
    locking.lock_cut,
    holding.open_sitting,
    holding.take_presenter,
    holding.hand_over,
    holding.show_frames,
    holding.note_decision,
    holding.give_task,
    holding.finish_task,
    holding.reopen_task,
    ending.end_sitting,
)
COMMANDS: dict[str, Action[Any]] = {action.verb: action for action in LIVE}


def perform(
    film_id: UUID, actor: MemberActor, language: str, verb: str, command: UUID, request: Command
) -> int:
    """Do one command for a member and answer the seq of its entry.

    Raises Refused, and DatabaseError when the record cannot be reached: then nothing was done.
    """
    with override(language):
        return COMMANDS[verb].perform(film_id, actor, command, request).seq


def parse(verb: str, fields: dict[str, Any]) -> Command:
    """A command's fields, checked. Raises Refused."""
    request: Command = read(COMMANDS[verb].takes, fields)
    return request
