"""Acts of a film's people in any order, by the real actions: what is refused is let be."""

from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from slowfilm.abstractions import actions as abstractions
from slowfilm.abstractions import spaces
from slowfilm.abstractions.models import LightSpace
from slowfilm.approvals import actions as approvals
from slowfilm.approvals import locking
from slowfilm.approvals.digest import shot_digest
from slowfilm.clearance import actions as clearance
from slowfilm.clearance import releases
from slowfilm.films import actions as films
from slowfilm.films import invitations, memberships
from slowfilm.films.models import Film, Invitation, Member
from slowfilm.films.roles import Role
from slowfilm.generations import actions as generations
from slowfilm.generations.citations import Cited
from slowfilm.ledger import Refused
from slowfilm.people import actions as persons
from slowfilm.references import actions as references
from slowfilm.reviews import actions as ink
from slowfilm.reviews import notes
from slowfilm.shots import actions as shots
from slowfilm.shots.make import Source
from slowfilm.shots.models import Draft, Shot
from tests import make
from tests.generations import made


class People:
    """Whoever is on a film, doing what comes to mind."""

    def __init__(self, film: Film, chance: Random) -> None:
        self.film, self.chance = film, chance
        self.director = make.director(film).actor

    def act(self, name: str) -> None:
        """Do one of ACTS, as the director or as somebody who may not be allowed to."""
        present = Member.objects.present().filter(film=self.film).order_by("joined_at")
        someone = self.chance.choice(list(present)).actor
        by = {"film_id": self.film.id, "actor": self.chance.choice([self.director, someone])}
        try:
            ACTS[name](self, by)
        except Refused:
            return

    def any(self, rows: QuerySet[Any]) -> Any:
        """One of these rows. Raises Refused where there is none."""
        found = list(rows.order_by("pk"))
        if not found:
            raise Refused("none", "There is nothing to do it to.")
        return self.chance.choice(found)

    def words(self, n: int = 40) -> str:
        """Some text: it may be empty, or have quotes and characters of many bytes."""
        return "".join(self.chance.choices("ab '\"\\灯😀\n", k=self.chance.randrange(n)))

    def roles(self) -> list[str]:
        """At least one role."""
        return self.chance.sample(Role.values, self.chance.randrange(1, 4))


By = dict[str, Any]


def change_film(all_: People, by: By) -> None:
    films.change_film(**by, title="The Lane" + all_.words(), why=all_.words(), nevers=[])


def declare_year(all_: People, by: By) -> None:
    films.declare_year(**by, year=all_.chance.choice([None, 1998, 2026]), opt_out=all_.words())


def set_policy(all_: People, by: By) -> None:
    closed = all_.chance.random() < 0.3
    films.set_policy(**by, approving=["director"], waiting_days=0, change_notes_closed=closed)


def invite(all_: People, by: By) -> None:
    invitations.invite(**by, roles=all_.roles(), note=all_.words())


def withdraw_invitation(all_: People, by: By) -> None:
    invitations.withdraw(**by, invitation=all_.any(Invitation.objects.filter(film=all_.film)).id)


def join(all_: People, by: By) -> None:
    invitation = all_.any(Invitation.objects.filter(film=all_.film)).id
    left = Member.objects.filter(film=all_.film).exclude(removed_at=None).first()
    user = left.user if left and all_.chance.random() < 0.5 else make.user()
    invitations.accept(film_id=all_.film.id, user=user, invitation=invitation)


def set_roles(all_: People, by: By) -> None:
    member = all_.any(all_.film.members.exclude(id=all_.director.member_id))
    memberships.set_roles(**by, member=member.id, roles=all_.roles())


def remove_member(all_: People, by: By) -> None:
    member = all_.any(all_.film.members.exclude(id=all_.director.member_id))
    memberships.remove(**by, member=member.id)


def add_reference(all_: People, by: By) -> None:
    facts = {"width": 0.1, "x": all_.words(), "media_type": "image/jpeg", "carries": ["place"]}
    make.reference(all_.film, "picture", make.blob(all_.film, "image/jpeg"), facts)


def strip(all_: People, by: By) -> None:
    one = all_.any(all_.film.references.filter(facts__carries=["place"]))
    references.strip(**by, reference=one.id)
    copy = make.blob(all_.film, "image/jpeg")
    told = {"facts": {**one.facts, "carries": []}, "original": copy, "copies": {}}
    references.stripped(job=make.running(one.id), **told)


def describe(all_: People, by: By) -> None:
    make.describe(all_.any(all_.film.references.all()), maker=all_.words().strip())


def declare_nobody(all_: People, by: By) -> None:
    clearance.declare_nobody(**by, reference=all_.any(all_.film.references.all()).id)


def add_person(all_: People, by: By) -> None:
    member = all_.any(all_.film.members.all()).id if all_.chance.random() < 0.6 else None
    persons.add_person(**by, name="Lin " + all_.words(), member=member, note=all_.words().strip())


def _person(all_: People) -> Any:
    return all_.any(all_.film.people.select_related("member", "film__team__founder"))


def describe_person(all_: People, by: By) -> None:
    persons.describe_person(**by, person=_person(all_).id, name=all_.words(), note="x")


def name_people(all_: People, by: By) -> None:
    named = [{"person": each.id, "seen": True, "heard": all_.chance.random() < 0.5}
             for each in all_.film.people.all()[: all_.chance.randrange(3)]]  # fmt: skip
    drafts = [each.id for each in all_.film.drafts.all()[:2]]
    references = [each.id for each in all_.film.references.all()[: all_.chance.randrange(3)]]
    everybody = all_.chance.random() < 0.5
    clearance.name_people(
        **by, references=references, drafts=drafts, people=named, nobody_else=everybody
    )


def ask_release(all_: People, by: By) -> None:
    digest = f"{all_.chance.getrandbits(256):064x}"
    asked = {"uses": ["likeness", "shown"], "language": "zh-hans", "digest": digest}
    releases.ask_release(**by, person=_person(all_).id, **asked)


def sign(all_: People, by: By) -> None:
    make.signed(make.release_link(_person(all_)))


def give_release(all_: People, by: By) -> None:
    make.release(all_.any(all_.film.people.exclude(member=None)))


def withdraw_release(all_: People, by: By) -> None:
    releases.withdraw_release(**by, release=all_.any(all_.film.releases.all()).id)


def revoke_link(all_: People, by: By) -> None:
    releases.revoke_link(**by, link=all_.any(all_.film.release_links.all()).id)


def abstract(all_: People, by: By) -> None:
    dab = {"radius": all_.chance.uniform(0.01, 0.4), "points": [[all_.chance.random(), 0.5]]}
    hidden = {"guards": [{"of": "place", "dabs": [dab]}], "spans": [], "look": "water", "seed": 1}
    source = all_.any(all_.film.references.exclude(proxy=None)).id
    abstractions.abstract_reference(**by, source=source, name=all_.words(), **hidden)


def light_space(all_: People, by: By) -> None:
    earlier = LightSpace.objects.filter(film=all_.film).order_by("pk").first()
    space = {"seed": all_.chance.randrange(9), "first": spaces.dark().model_dump(mode="json")}
    told = {"name": all_.words(), "space": space}
    made_from = earlier.id if earlier and earlier.reference.ready else None
    one = abstractions.make_light_space(**by, **told, made_from=made_from).command
    if all_.chance.random() < 0.3:
        references.failed(job=make.running(one), code="out-of-time", facts={})
        abstractions.remove_light_space(**by, reference=one)


def add_scene(all_: People, by: By) -> None:
    shots.add_scene(**by, title=all_.words())


def add_shot(all_: People, by: By) -> None:
    scene = all_.any(all_.film.scenes.all()).id
    shots.add_shot(**by, scene=scene, title=all_.words(), intent=all_.words(200))


def add_draft(all_: People, by: By) -> None:
    sources = [Source("light", earlier=each.id) for each in all_.film.drafts.all()[:2]]
    said = str(by["actor"]) if all_.chance.random() < 0.8 else ""
    about = {"facts": {"rate": 0.30, "said": all_.words()}, "nobody_declared_by": said}
    make.draft(all_.film, all_.any(all_.film.shots.all()), sources=sources, **about)


def queue(all_: People, by: By) -> None:
    cited = Cited(all_.any(all_.film.references.exclude(nobody_else_at=None)).id, "place")
    asked = made.wanted(cited, text="@Image1 " + all_.words())
    shot = all_.any(all_.film.shots.all()).id
    generations.queue_generation(**by, shot=shot, wanted=asked)


def queue_again(all_: People, by: By) -> None:
    generations.queue_again(**by, generation=all_.any(all_.film.generations.all()).id)


def cancel(all_: People, by: By) -> None:
    generations.cancel_generation(**by, generation=all_.any(all_.film.generations.all()).id)


def finish(all_: People, by: By) -> None:
    made.finish(all_.any(all_.film.generations.filter(job__state="queued")))


def draw(all_: People, by: By) -> None:
    style = {"tool": "marker", "colour": "#000000", "width": 3, "frame": 1}
    points = [(all_.chance.randrange(65_536), 5, 6, -7, 8) for _ in range(3)]
    ink.draw(**by, draft=all_.any(all_.film.drafts.all()).id, points=points, **style)


def _strokes(all_: People) -> UUID:
    return all_.any(ink.Stroke.objects.filter(draft__film=all_.film)).id


def erase(all_: People, by: By) -> None:
    ink.erase(**by, stroke=_strokes(all_))


def restore(all_: People, by: By) -> None:
    ink.restore(**by, stroke=_strokes(all_))


def _notes(all_: People) -> Any:
    return all_.any(notes.Note.objects.filter(draft__film=all_.film))


def write(all_: People, by: By) -> None:
    kind = all_.chance.choice(["change", "question", "keep"])
    on = {"draft": all_.any(all_.film.drafts.all()).id, "first": 1, "last": 9, "kind": kind}
    notes.write_note(**by, **on, text=all_.words(), reason=all_.words())


def answer(all_: People, by: By) -> None:
    to = _notes(all_)
    on = {"draft": to.draft_id, "parent": to.id, "first": 0, "last": 1, "kind": "question"}
    notes.write_note(**by, **on, text="Yes.", mentions=[all_.director.member_id])


def resolve(all_: People, by: By) -> None:
    notes.resolve_note(**by, note=_notes(all_).id)


def reopen(all_: People, by: By) -> None:
    notes.reopen_note(**by, note=_notes(all_).id)


def select(all_: People, by: By) -> None:
    shots.select_draft(**by, draft=all_.any(all_.film.drafts.all()).id)


def _selected(all_: People) -> dict[str, Any]:
    shot: Shot = all_.any(all_.film.shots.exclude(selected=None))
    return {"shot": shot.id, "digest": shot_digest(Draft.objects.get(id=shot.selected_id))}


def approve(all_: People, by: By) -> None:
    approvals.approve(**by, **_selected(all_), role="director", remark=all_.words())


def withdraw(all_: People, by: By) -> None:
    approvals.withdraw(**by, shot=_selected(all_)["shot"], role="director")


def lock(all_: People, by: By) -> None:
    locking.lock(**by, **_selected(all_))


_MORE = (
    *(change_film, declare_year, set_policy, invite, withdraw_invitation, join, set_roles),
    *(
        remove_member,
        add_reference,
        strip,
        describe,
        declare_nobody,
        add_scene,
        add_shot,
        add_draft,
    ),
    *(queue, queue_again, cancel, finish, draw, erase, restore, write, answer, resolve, reopen),
    *(add_person, describe_person, name_people, ask_release, sign, give_release),
    *(withdraw_release, revoke_link, abstract, light_space),
    *(select, approve, withdraw, lock),
)
ACTS: dict[str, Callable[[People, By], None]] = {each.__name__: each for each in _MORE}
# A film begins with something to act upon.
BEGUN = ("add_scene", "add_shot", "add_shot", "add_reference", "add_draft", "add_draft", "select")
