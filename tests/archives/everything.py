"""A film with rows in every table that follows from the ledger, made by the real actions."""

import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model
from django.utils import timezone

from slowfilm.abstractions import actions as abstractions
from slowfilm.abstractions import spaces
from slowfilm.approvals import actions as approvals
from slowfilm.approvals import locking
from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.gate import gate
from slowfilm.approvals.models import Lock, NeverAnswer
from slowfilm.archives.records import RECORDS
from slowfilm.clearance import actions as clearance
from slowfilm.clearance import after_actions as after
from slowfilm.clearance import aftercare_actions as aftercare
from slowfilm.clearance import (
    decisions,
    licences,
    releases,
    rulings,
    scanning,
    showing,
    tracks,
)
from slowfilm.clearance.after import WithdrawalStep
from slowfilm.clearance.models import Release, ReleaseLink, Sighting, sha256
from slowfilm.cuts import actions as cuts
from slowfilm.cuts import rendering
from slowfilm.cuts.events import RENDERED, TIMELINES
from slowfilm.cuts.models import Cut
from slowfilm.engines import engine
from slowfilm.erasures import actions as erasures
from slowfilm.erasures.scope import scope_of
from slowfilm.films import actions as films
from slowfilm.films import invitations, memberships
from slowfilm.films.models import Film, Member
from slowfilm.generations import actions as generations
from slowfilm.generations import compare, permissions
from slowfilm.generations.characters import said
from slowfilm.generations.citations import Cited
from slowfilm.generations.models import Generation, Permission
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from slowfilm.ledger.records import Record
from slowfilm.light import actions as light
from slowfilm.light import taking, tracing
from slowfilm.light.models import DraftFigures, LightExposure, LightKey
from slowfilm.media.light.mattes_file import joined
from slowfilm.people import actions as people
from slowfilm.people import place_actions
from slowfilm.people.models import Person
from slowfilm.references import actions as references
from slowfilm.references import characters
from slowfilm.reviews import actions as ink
from slowfilm.reviews import notes
from slowfilm.shots import actions as shots
from slowfilm.shots.actions import select_draft
from slowfilm.shots.make import Source
from slowfilm.shots.models import Draft, Keyframe, Shot
from slowfilm.sittings import actions as sittings
from slowfilm.sittings import holding
from slowfilm.sittings.attending import attend
from slowfilm.sittings.ending import end_sitting
from slowfilm.sittings.models import Sitting, SittingGuest
from tests import make
from tests.generations import made

LAMP = {"at": [0.2, 0.1], "strength": 0.7, "radius": 0.05, "colour": [1.0, 0.8, 1e-7]}
FIGURE = {"tag": "Image1", "foot": [0.4, 0.93], "height": 0.61, "mirrored": True, "span": [0.5, 2]}
SAID = [record for record in RECORDS if not record.outside and record.model is not Keyframe]


def everything(film: Film) -> Film:
    """Somebody has done everything that can be done, some of it twice."""
    by: dict[str, Any] = {"film_id": film.id, "actor": make.director(film).actor}
    films.change_film(**by, title="The Lane", why="To see it.", nevers=["No faces."])
    films.declare_year(**by, year=1998)
    films.set_policy(**by, approving=["director"], waiting_days=0, change_notes_closed=False)
    _people(film, by)
    picture = make.describe(made.picture(film), maker="Ada", year="1998", rights="Ours.")
    first, second, third = (make.shot(film) for _ in range(3))
    _order(by, third)
    spoken = _cast(film, by, picture.id)
    _light(film, by, picture.id)
    _generate(by, third, picture.id, spoken)
    facts = {"damaged_frames": 0.10, "rate": 1e20}
    earlier = make.draft(film, second, nobody_declared_by="system", facts=facts)
    sources = [Source("plate", "Image1", reference=picture.id), Source("light", earlier=earlier.id)]
    draft = make.draft(film, first, nobody_declared_by=str(by["actor"]), sources=sources)
    _clear(film, by, [draft.id])
    _scan(film, by)
    _works(film, by, picture.id, draft, third)
    _talk(film, by, draft)
    _set_light(by, earlier)
    _cut(film, by, draft, earlier)
    select_draft(**by, draft=earlier.id)
    select_draft(**by, draft=draft.id)
    _sit(film, by, draft)
    _lock(by, draft)
    _lock_cut(film, by)
    return film


def _order(by: dict[str, Any], shot: Shot) -> None:
    """A scene and a shot are called otherwise, and a shot is put before another."""
    shots.change_scene(**by, scene=shot.scene_id, title="The lane at dusk")
    shots.change_shot(**by, shot=shot.id, title="A lamp", intent="It is late.")
    last = shots.add_shot(**by, scene=shot.scene_id).command
    shots.move_shot(**by, shot=last)


def _people(film: Film, by: dict[str, Any]) -> None:
    used, withdrawn, _open = (
        invitations.invite(**by, roles=["editor"], note=note).command
        for note in ("who records the rain", "", "open")
    )
    invitations.accept(film_id=film.id, user=make.user(), invitation=used)
    invitations.withdraw(**by, invitation=withdrawn)
    editor = make.member(film, "editor")
    memberships.set_roles(**by, member=editor.id, roles=["sound", "viewer"])
    memberships.remove(**by, member=editor.id)
    films.join(film=film, user=editor.user, roles=["performer"])
    memberships.remove(**by, member=make.member(film, "viewer").id)


def _cast(film: Film, by: dict[str, Any], picture: UUID) -> list[tuple[UUID, int]]:
    """Two selves of one person, with references and lines; some come and go."""
    sound = made.sound(film)
    person = people.add_person(**by, name="林遥", note="the walker").command
    young, old, gone = (
        characters.add(**by, person=person, period=period).command
        for period in ("1998", "2024", "2030")
    )
    characters.change(**by, character=old, period="2025")
    characters.remove(**by, character=gone)
    first, second, third = (
        characters.give(**by, character=young, reference=one, role=role).command
        for one, role in ((picture, "subject"), (picture, "style"), (sound.id, "voice"))
    )
    characters.take_away(**by, material=second)
    characters.order(**by, character=young, material=[third, first])
    take = {"take": sound.id, "start_ms": 500, "end_ms": 2500}
    told = {"words": "落雨咯。", "dialect": "闽南语", "translation": "It rains.", **take}
    lines = [characters.write(**by, character=one, **told).command for one in (young, old, young)]
    characters.rewrite(**by, line=lines[1], words="着。", dialect="闽南语", translation="Yes.")
    characters.unwrite(**by, line=lines.pop())
    return [(lines[0], 500), (lines[1], 1200)]


def _light(film: Film, by: dict[str, Any], picture: UUID) -> None:
    """Light in the place of a house, and light spaces: one changed from another, one taken away."""
    dab = {"radius": 0.1, "points": [[0.3, 0.4], [0.45, 1e-7]]}
    key = {"frame": 3, "left": 0.2, "top": 0.1, "width": 0.3, "height": 0.4}
    guards = [{"of": "place", "dabs": [dab]}, {"of": "face", "keys": [key], "end": 9}]
    hidden = {"guards": guards, "spans": [], "look": "water", "seed": 7}
    abstractions.abstract_reference(**by, source=picture, name="In light", **hidden)
    gone = abstractions.abstract_reference(**by, source=picture, name="Gone", **hidden).command
    about = {"name": "The lane", "space": {"first": spaces.lane().model_dump(mode="json")}}
    first = abstractions.make_light_space(**by, **about).command
    facts = {"width": 1920, "height": 1080, "media_type": "image/png"}
    files = {name: make.blob(film, "image/jpeg") for name in ("proxy", "poster")}
    original = make.blob(film, "image/png")
    job = make.running(first)
    references.prepared(job=job, kind="picture", facts=facts, original=original, copies=files)
    abstractions.make_light_space(**by, **about, made_from=first)
    failed = abstractions.make_light_space(**by, **about).command
    for each in (gone, failed):
        references.failed(job=make.running(each), code="out-of-time", facts={})
    abstractions.render_again(**by, reference=failed)
    references.failed(job=make.running(failed), code="out-of-time", facts={})
    abstractions.remove_abstraction(**by, reference=gone)
    abstractions.remove_light_space(**by, reference=failed)
    taking.light_reference(**by, source=picture, light={"luma": [[-2, -1.5]]}, name="At dusk")


def _generate(
    by: dict[str, Any], shot: Shot, picture: UUID, spoken: list[tuple[UUID, int]]
) -> None:
    cited = Cited(picture, "place"), Cited(picture, "keyframe", frame=7)
    lines = tuple(said(shot.film_id, spoken))
    text = "@林遥(1998) on a lane."
    asked = made.wanted(
        *cited,
        text=text,
        lines=lines,
        labels=True,
        layout={"horizon": 0.41, "lamps": [LAMP], "figures": [FIGURE]},
        levels=[{"tag": "lines", "points": [[0.0, -6.5], [2.25, 0.0]]}],
    )
    made.finish(made.queue(shot, asked))
    terms = permissions.terms_of(engine("animatic").capabilities().about)
    about = {"engine": "animatic", "terms": terms, "basis": "It is our own."}
    first = permissions.permit_engine(**by, **about)
    permissions.withdraw_permission(**by, permission=first.command)
    permissions.permit_engine(**by, **about)
    one = made.queue(shot, made.wanted(Cited(picture, "style"), text="@Image1 at dusk."))
    compare.compare_seeds(**by, generation=one.id, count=1)
    compare.leave_one_out(**by, generation=one.id)
    generations.queue_again(**by, generation=one.id)
    generations.cancel_generation(**by, generation=one.id)


def _clear(film: Film, by: dict[str, Any], drafts: list[UUID]) -> None:
    lin = make.person(film, "Lin Yao", member=make.director(film), note="as a child, too")
    zhou, wang = make.person(film, "Zhou"), make.person(film, "Wang")
    people.set_asset(**by, person=zhou.id, provider="volcengine-ark", asset="asset-7")
    people.describe_person(**by, person=wang.id, name="Wang Fang", note="who sells umbrellas")
    both = {"seen": True, "heard": True}
    named = [{"person": each.id, **both} for each in (lin, zhou, wang)]
    clearance.name_people(**by, drafts=drafts, people=named)
    clearance.name_people(**by, drafts=drafts, people=named[:2], nobody_else=True)
    video = make.reference(film, "video", make.blob(film), {"rate": "24"}, nobody=False)
    clearance.name_people(**by, references=[video.id], people=named[:1], nobody_else=True)
    scene = film.scenes.earliest("number")
    terms = {"scenes": [str(scene.id)], "most_lines": 1080, "zone": "Asia/Shanghai"}
    first = make.release(lin, ends_on=date(2099, 12, 31), terms=terms)
    private = {"legal_name": "Lin Yao", "prohibitions": "No crowd.", "compensation": "A print"}
    again = make.release(lin, supersedes=first.id, private=private)
    releases.withdraw_release(**by, release=again.id, uses=["voice"])
    withdrawn = make.release(lin)
    releases.withdraw_release(**by, release=withdrawn.id)
    _after(film, by, lin, drafts[0])
    secret = make.release_link(zhou)
    make.signed(secret)
    after.view_draft(secret, drafts[0], True)
    after.ask_makers(secret, "Where was it shown?")
    make.release_link(wang, ends_on=date(2099, 12, 31), terms=terms)
    releases.revoke_link(**by, link=ReleaseLink.objects.latest("made_at").id)
    releases.withdraw_own(make.signed(make.release_link(wang)))
    wang.refresh_from_db()
    listed = erasures.ask_erasure(**by, person=wang.id, digest=scope_of(wang).digest)
    erasures.drop_erasure(**by, erasure=listed.command)


def _scan(film: Film, by: dict[str, Any]) -> None:
    """A scan that failed, one that found somebody; names, doubts and what it missed."""
    other = {"film_id": film.id, "actor": make.member(film, "clearance").actor}
    zhou = Person.objects.filter(film=film, name="Zhou").get()
    blob = make.blob(film)
    facts = {"rate": "24", "frames": 240, "duration": "10"}
    video = make.reference(film, "video", blob, facts, nobody=False, scan=False, proxy=blob)
    scanning.fail(make.scanning_job(video), "out-of-time", {})
    scanning.scan_again(**by, references=[video.id])
    faces = make.scanned(video, (1, 24), (48, 90), (100, 140), voices=[(500, 1500)])
    first, second, third, voice = (each.id for each in faces)
    tracks.name_tracks(**by, tracks=[first, voice], person=zhou.id)
    tracks.name_tracks(**by, tracks=[first], person=zhou.id)
    tracks.name_tracks(**by, tracks=[voice], stranger=True)
    tracks.doubt_tracks(**by, tracks=[second, third], reason="A coat on a hook.")
    tracks.dismiss_tracks(**other, tracks=[second, third])
    tracks.restore_tracks(**by, tracks=[third])
    about = {"reference": video.id, "first": 3, "end": 9, "words": "in the mirror"}
    tracks.add_track(**by, **about, kind="face", box=[10, 20, 300, 400])
    tracks.add_track(**by, draft=film.drafts.earliest("made_at").id, kind="place", words="巷")


def _after(film: Film, by: dict[str, Any], person: Person, draft: UUID) -> None:
    """What follows a withdrawal; a paper; where the film is shown."""
    steps = list(WithdrawalStep.objects.filter(film=film))
    after.set_step(**by, step=steps[0].id, due=date(2027, 1, 1), owner=by["actor"].member_id)
    after.finish_step(**by, step=steps[1].id, remark="She was told.")
    after.set_venues(**by, media=["cinema"], territory=["CN"])
    after.write_to_person(**by, person=person.id, text="It was shown twice.")
    releases.record_paper(
        **by, person=person.id, uses=["shown"], language="en", signed_name="Lin Yao",
        private={"signed_on": date(2026, 11, 1), "witness": "Wang"},
        photo=make.blob(film, "image/jpeg").digest,
    )  # fmt: skip
    digest = sha256("a link that asks for nothing")
    releases.make_person_link(**by, person=person.id, language="en", digest=digest)
    _aftercare(by, person)


def _aftercare(by: dict[str, Any], person: Person) -> None:
    """Copies, one called back; check-ins, one done; cases of harm, one closed."""
    where = {"venue": "Xiamen", "medium": "cinema", "version": "1", "sent_on": date(2026, 11, 1)}
    sent = aftercare.record_copy(**by, **where, territory="CN", until=date(2099, 1, 1)).command
    aftercare.record_copy(**by, **where)
    aftercare.recall_copy(**by, sent=sent)
    asked = {"person": person.id, "due": date(2027, 1, 1), "owner": by["actor"].member_id}
    done = aftercare.plan_check_in(**by, **asked).command
    aftercare.plan_check_in(**by, **asked)
    aftercare.finish_check_in(**by, check_in=done, outcome="She sleeps badly.")
    case = aftercare.open_harm_case(**by, person=person.id, words="They came to her door.").command
    aftercare.open_harm_case(**by, person=person.id, words="And again.")
    about = {"case": case, "due": date(2027, 1, 1), "owner": by["actor"].member_id}
    aftercare.decide_remedy(**by, **about, remedy="withdraw", recalled=sent)
    aftercare.close_harm_case(**by, case=case, outcome="It is shown there no more.")


def _works(film: Film, by: dict[str, Any], picture: UUID, draft: Draft, shot: Shot) -> None:
    """Licences, a place, rulings that have ended, and a decision that somebody sees otherwise."""
    about: dict[str, Any] = {"kind": "contract", "holder": "Ada", "terms": "Once."}
    about |= {"media": "cinema", "territory": "world", "ends_on": date(2099, 12, 31)}
    about |= {"paper": make.blob(film, "application/pdf").digest, "paper_name": "a.pdf"}
    first, second = (
        licences.record_licence(**by, **about, allows=["engine", "alter"]).command for _ in "ab"
    )
    licences.license_works(**by, licence=first, references=[picture])
    licences.withdraw_licence(**by, licence=second)
    lane = place_actions.add_place(**by, name="The lane", kind="lane", residents="Zhou").command
    place_actions.describe_place(**by, place=lane, name="柳巷", kind="lane", residents="Zhou, Wang")
    agreed = {"place": lane, "agreed": "conditions", "conditions": "No numbers."}
    place_actions.record_agreement(**by, **agreed)
    shown = {"references": [picture], "drafts": [draft.id], "scenes": [shot.scene_id]}
    showing.show_place(**by, place=lane, **shown)
    about = {"reference": picture, "kind": "sign", "box": [10, 20, 30, 40], "words": "14"}
    sign = tracks.add_track(**by, **about).command
    tracks.place_tracks(**by, tracks=[sign], place=lane)
    care = rulings.refuse_out_of_care(**by, reference=picture, reason="Not this one.").command
    law = rulings.write_reason(**by, draft=draft.id, ground="news", reason="The strike.").command
    other = make.member(film, "clearance")
    rulings.sign_reason(film_id=film.id, actor=other.actor, ruling=law)
    for each in (care, law):
        rulings.end_ruling(**by, ruling=each)
    told: dict[str, Any] = {"wanted": "The lane.", "refused": "It was.", "place": lane}
    told |= {"why": "They said no.", "scene": shot.scene_id, "shot": shot.id}
    one = decisions.write_decision(**by, **told).command
    more = {"instead_reference": picture, "instead_shot": shot.id, "in_seal": True}
    decisions.change_decision(**by, decision=one, **told, **more, instead="Light.")
    decisions.disagree(**by, decision=one, words="I would have asked again.")


def _talk(film: Film, by: dict[str, Any], draft: Draft) -> None:
    drawn = [make.ink(film, draft).command for _ in range(2)]
    for stroke in drawn:
        ink.erase(**by, stroke=stroke)
    ink.restore(**by, stroke=drawn[0])
    about = {"draft": draft.id, "first": 3, "last": 9, "text": "Slower.", "reason": "It is rain."}
    change, keep = (notes.write_note(**by, **about, kind=kind) for kind in ("change", "keep"))
    who = [by["actor"].member_id]
    notes.write_note(**by, **about, kind="change", parent=change.command, mentions=who)
    for note in (change, keep):
        notes.resolve_note(**by, note=note.command)
    notes.reopen_note(**by, note=keep.command)
    later = make.draft(film, draft.shot)
    notes.carry_note(**by, note=keep.command, draft=later.id)


def _set_light(by: dict[str, Any], draft: Draft) -> None:
    """Keys with curves, lamps and strokes; set anew, moved, copied, taken away; an exposure."""
    at = {**by, "draft": draft.id}
    lamp = {"id": "w", "kind": "lamp", "x": 0.1, "y": 0.2, "rx": 0.3, "ry": 0.2, "stops": 1.5}
    key = light.set_key(**at, frame=3, light={"luma": [[-2, -1.5], [0, 0.25]]}).command
    light.set_key(**at, frame=3, how="hold", light={"lamps": [lamp]})
    brush = {"key": key, "points": [[0.1, 0.2, 0.5, 0]], "width": 0.1, "stops": -1}
    strokes = [light.paint(**by, **brush, erase=erase).command for erase in (False, True, False)]
    for stroke in strokes[1:]:
        light.take_back(**by, stroke=stroke)
    light.give_back(**by, stroke=strokes[2])
    light.move_key(**by, key=key, frame=5)
    gone = light.copy_key(**by, key=key, frame=9).command
    light.remove_key(**by, key=gone)
    light.restore_key(**by, key=gone)
    light.remove_key(**by, key=gone)
    taking.take_frames(**by, draft=draft.id, first=3, last=4)
    taking.take_frames(**by, draft=draft.id, first=3, last=9, lit=False, name="The turn")
    for stops in (1, 0.5):
        light.set_exposure(**at, points=[[0, 0], [20, stops]])
    _trace(by, draft)
    lamps = [{**lamp, "mask": "on", "who": 1, "fixed": True}]
    kept = {"lamps": lamps, "qualifier": {"mask": "off", "who": 1}}
    key = light.set_key(**at, frame=11, light=kept).command
    light.paint(**by, **{**brush, "key": key}, mask="off", who=1)


def _trace(by: dict[str, Any], draft: Draft) -> None:
    """The people in a draft are traced; of that nothing changes any more."""
    tracing.trace_figures(**by, draft=draft.id)
    job = claim("scan", str(Job.objects.get(kind=tracing.TRACE.name).id))
    assert job is not None
    with TemporaryDirectory() as folder:
        file = Path(folder) / "mattes"
        person = {"first": 0, "last": 1, "way": [[0.5, 0.5]]}
        about = {"columns": 1, "rows": 1, "frames": 1, "people": [person]}
        grid = [zlib.compress(b"\0")]
        file.write_bytes(joined(about, grid, [grid]))
        tracing.traced(job=job, file=file, people=1)


def _cut(film: Film, by: dict[str, Any], draft: Draft, other: Draft) -> None:
    """A cut of two versions, with music, a note on its join, and a render."""
    cut = cuts.add_cut(**by, title="The lane, 巷子").command
    cuts.rename_cut(**by, cut=cut, title="The lane, longer")
    clips = [
        {"draft": draft.id, "first": 2, "last": 60, "level": -6},
        {"draft": other.id, "first": 4, "last": 40, "join": "dissolve", "join_frames": 12},
    ]
    music = made.sound(film, rights="Our own hum.")
    about = {"reference": music.id, "start_ms": 100, "end_ms": 900, "at": 7}
    sound = {**about, "track": 2, "levels": [[0.1, -3.5]], "fade_in_ms": 40, "fade_out_ms": 80}
    read = {"file": make.blob(film, TIMELINES[".edl"]).digest, "file_name": "巷子.edl"}
    read["left_out"] = [("effects", draft.name), ("sound", "rain.wav")]
    cuts.save_cut(**by, cut=cut, made_from=0, clips=clips[:1], note="The first look", **read)
    saved = cuts.save_cut(**by, cut=cut, made_from=1, clips=clips, sounds=[sound])
    join = {"draft": draft.id, "first": 58, "last": 60}
    join |= {"next_draft": other.id, "next_first": 2, "next_frame": 4}
    notes.write_note(**by, **join, kind="question", text="They become one street.")
    join["between"] = [{"draft": other.id, "first": 0, "last": 3}]
    notes.write_note(**by, **join, kind="change", text="Three shots are one.")
    rendering.render_cut(**by, version=saved.command)
    files = {name: make.blob(film, kind) for name, kind in RENDERED.items()}
    rendering.rendered(job=make.running(saved.command), files=files)


def _sit(film: Film, by: dict[str, Any], draft: Draft) -> None:
    """One sitting that is called off, and one that is held, changed before, handed over in it."""
    cut = film.cuts.earliest("added_at")
    version = cut.versions.earliest("number")
    editor = make.member(film, "editor")
    told = {"begins_at": timezone.now(), "zone": "Asia/Shanghai", "minutes": 45}
    told |= {"agenda": [{"shot": draft.shot_id}, {"cut": cut.id}]}
    told["guests"] = [{"member": editor.id, "part": "presenter"}]
    off = sittings.plan(**by, **told, title="Rushes").command
    sittings.call_off(**by, sitting=off, reason="Rain.")
    held = sittings.plan(**by, **told, title="样片").command
    sittings.change(**by, sitting=held, **told, title="Dailies, 样片")
    holding.open_sitting(**by, sitting=held)
    at: dict[str, Any] = {"sitting": held}
    steps = [{"ms": 0, "draft": draft.id, "frame": 3, "speed": 0.5}]
    steps.append({"ms": 400, "version": version.id, "frame": 7})
    holding.show_frames(**by, **at, steps=steps)
    holding.hand_over(**by, **at, to=editor.id)
    hold = Sitting.objects.get(id=held).hold
    holding.take_presenter(**by, **at, hold=hold)
    asked = {"shot": draft.shot_id, "digest": shot_digest(draft), "role": "director"}
    given = approvals.approve(**by, **asked).command
    wanted = approvals.request_changes(**by, **asked, reason="Slower.").command
    approvals.withdraw_request(**by, shot=draft.shot_id, role="director")
    told_ = {**by, **at, "draft": draft.id, "frame": 3}
    holding.note_decision(**told_, kind="approved", approval=given)
    holding.note_decision(**told_, kind="changes", request=wanted)
    holding.note_decision(**by, **at, kind="noted", version=version.id, words="It stays.")
    task = {"member": editor.id, "text": "Slower", "due": date(2026, 12, 1)}
    tasks = [holding.give_task(**told_, **task).command for _ in range(2)]
    for each in tasks:
        holding.finish_task(**by, task=each)
    holding.reopen_task(**by, task=tasks[0])
    for last in (40, 60):  # until a moment later
        attend(Sitting.objects.get(id=held), editor.id, {draft.id: [(2, last)]})
    end_sitting(**by, **at)


def _lock(by: dict[str, Any], draft: Draft) -> None:
    about = {"shot": draft.shot_id, "digest": shot_digest(draft)}
    asked = {**about, "role": "director", "reason": "Too smooth."}
    approvals.approve(**by, **about, role="director")
    approvals.request_changes(**by, **asked)
    approvals.withdraw_request(**by, shot=draft.shot_id, role="director")
    approvals.request_changes(**by, **asked)
    approvals.request_changes(**by, **asked)
    never = {**about, "never": "No faces."}
    approvals.answer_never(**by, **never, holds=False, remark="At the window.")
    approvals.answer_never(**by, **never, holds=True)
    approvals.approve(**by, **about, role="director", remark="So it stays.")
    approvals.withdraw(**by, shot=draft.shot_id, role="director")
    approvals.approve(**by, **about, role="director")
    locking.lock(**by, **about)


def _lock_cut(film: Film, by: dict[str, Any]) -> None:
    """A cut is asked to change, answered for, approved, and locked with its shot."""
    shot = make.shot(film)
    shown = make.draft(film, shot, nobody_declared_by="system")
    select_draft(**by, draft=shown.id)
    of_shot = {"shot": shot.id, "digest": shot_digest(shown)}
    approvals.approve(**by, **of_shot, role="director")
    approvals.answer_never(**by, **of_shot, never="No faces.", holds=True)
    cut = cuts.add_cut(**by, title="The end").command
    clip = {"draft": shown.id, "first": 0, "last": 60}
    cuts.save_cut(**by, cut=cut, made_from=0, clips=[clip])
    digest = gate(Cut.objects.get(id=cut)).digest
    about = {"cut": cut, "digest": digest}
    asked = {**about, "role": "director", "reason": "Longer."}
    for _ in range(2):
        approvals.request_changes(**by, **asked)
    approvals.withdraw_request(**by, cut=cut, role="director")
    approvals.request_changes(**by, **asked)
    approvals.approve_cut(**by, **about, role="director")
    approvals.withdraw(**by, cut=cut, role="director")
    approvals.approve_cut(**by, **about, role="director", remark="It may end.")
    for holds in (False, True):
        approvals.answer_never(**by, **about, never="No faces.", holds=holds, remark="At 2 s.")
    locking.lock_cut(**by, **about)


def strays(film: Film) -> Iterator[tuple[Record, Model]]:
    """For each table a row that nobody made: like one of the film's, but another."""
    for record in RECORDS:
        if record.outside or (len(record.key) == 1 and record.key[0] == "film"):
            continue  # there is room for one policy only
        row = record.rows(film.id).first() or _keyframe(film)
        for name, value in _others(row).items():
            setattr(row, name, value)
        row._state.adding = True
        yield record, row


def _others(row: Model) -> dict[str, Any]:
    """What must be different, or it would be the same row."""
    new: dict[str, Any] = {"pk": None if record_of(row).counted else uuid4()}
    told = {
        "number": 990,
        "version": 990,
        "order": 990,
        "tag": "Image99",
        "role": "sound",
        "period": "1900",
    }
    own = {field.name for field in row._meta.concrete_fields if not field.is_relation}
    new |= {name: value for name, value in told.items() if name in own}
    if isinstance(row, Film):
        new["declared_year"] = None
    elif isinstance(row, Person):
        new["member"] = None
    elif isinstance(row, ReleaseLink):
        new["digest"] = "0" * 64
    elif isinstance(row, Release):
        new["link"] = None
    elif isinstance(row, Sighting):
        new["ended_at"] = timezone.now()  # a person is named once, as far as it stands
    elif isinstance(row, WithdrawalStep):
        new["withdrawal"] = uuid4()
    elif isinstance(row, Member):
        new["user"] = make.user()
    elif isinstance(row, Permission):
        new["engine"] = "other"
    elif isinstance(row, NeverAnswer):
        new["never"] = "No names."  # a member has one standing answer to each
    elif isinstance(row, Generation):
        about = {"film": row.film, "subject": uuid4()}
        new |= {"draft": None, "job": Job.objects.create(**about, kind="generate", queue="io")}
    elif isinstance(row, LightKey):
        new["frame"] = 77
    elif isinstance(row, DraftFigures):
        new["draft"] = make.draft(row.draft.film)  # once a draft
    elif isinstance(row, LightExposure):
        new["replaced_at"] = timezone.now()
    elif isinstance(row, SittingGuest):
        new["act"] = uuid4()  # a plan invites each once
    elif isinstance(row, Lock):
        shot, draft = make.shot(row.film), Draft.objects.filter(film=row.film).first()
        new |= {"shot": shot, "draft": draft, "cut": None, "version": None, "act": uuid4()}
    return new


def record_of(row: Model) -> Record:
    """The record of a row's table."""
    return next(record for record in RECORDS if record.model is type(row))


def _keyframe(film: Film) -> Keyframe:
    shot = film.shots.filter(locked_at=None).first()
    still = make.blob(film)
    return Keyframe(film=film, shot=shot, frame=1, still=still, made_at=timezone.now())
