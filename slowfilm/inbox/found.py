"""The one question that finds what concerns a user on all their films.

Nothing is kept twice: a mention is a note, a decision is an approval, a request for changes, a
broken never or a lock, and each bears the id of its entry, whose seq says whether it was read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from slowfilm.approvals.performers import CARRIED

# One row a membership: whose, how far they have read. What is older than an hour before the last
# reading can't be new, whatever the clocks of several servers say.
ME = """
SELECT member.id, member.film_id, member.roles, 'member:' || member.id AS actor,
    coalesce(inbox.seq, 0) AS seq, coalesce(inbox.read_at, member.joined_at) AS read_at,
    coalesce(inbox.read_at, member.joined_at) - interval '1 hour' AS since
FROM slowfilm_member member LEFT JOIN slowfilm_inbox inbox ON inbox.member_id = member.id
WHERE member.user_id = %(user)s AND member.removed_at IS NULL
"""
MINE = """(draft.made_by = me.actor OR EXISTS (SELECT FROM slowfilm_generation generation
    WHERE generation.draft_id = draft.id AND generation.asked_by = me.actor))"""
NOTES = """
SELECT {kind} AS kind, me.id AS member, note.id, note.written_at AS at
FROM me JOIN slowfilm_draft draft ON draft.film_id = me.film_id
JOIN slowfilm_note note ON note.draft_id = draft.id
LEFT JOIN slowfilm_note thread ON thread.id = note.parent_id
WHERE note.actor <> me.actor AND {which} AND (NOT %(new)s OR note.written_at > me.since)
"""
MENTIONED = "note.mentions @> ARRAY[me.id]"
IN_THREAD = """(thread.actor = me.actor OR EXISTS (SELECT FROM slowfilm_note mine
    WHERE mine.parent_id = thread.id AND mine.actor = me.actor
    AND mine.written_at < note.written_at))"""
DECISIONS = """
SELECT '{kind}' AS kind, me.id AS member, row.id, row.at
FROM me JOIN {table} row ON row.film_id = me.film_id
JOIN slowfilm_draft draft ON draft.id = row.draft_id
WHERE {by} AND {mine} AND (NOT %(new)s OR row.at > me.since)
"""
# A cut is the matter of those who saved a version of it, or made a draft that the version shows.
OF_CUTS = """
SELECT '{kind}' AS kind, me.id AS member, row.id, row.at
FROM me JOIN {table} row ON row.film_id = me.film_id AND row.cut_id IS NOT NULL
WHERE {by} AND (EXISTS (SELECT FROM slowfilm_cutversion version
    WHERE version.cut_id = row.cut_id AND version.saved_by = me.actor)
  OR EXISTS (SELECT FROM slowfilm_cutclip clip JOIN slowfilm_draft draft ON draft.id = clip.draft_id
    WHERE clip.version_id = row.version_id AND {mine}))
AND (NOT %(new)s OR row.at > me.since)
"""
BY_MEMBER, BY_ACTOR = "row.member_id <> me.id", "row.locked_by <> me.actor"
DECIDED = (
    ("approved", "approval", BY_MEMBER),
    ("changes", "changerequest", BY_MEMBER),
    ("broken", "neveranswer", f"NOT row.holds AND {BY_MEMBER}"),
    ("locked", "lock", BY_ACTOR),
)
FINISHED = f"""
SELECT 'finished' AS kind, me.id AS member, draft.id, draft.made_at AS at
FROM me JOIN slowfilm_draft draft ON draft.film_id = me.film_id WHERE {MINE}
AND (NOT %(new)s OR draft.made_at > me.since)
"""
INVITED = """
SELECT 'sitting' AS kind, me.id AS member, guest.act AS id, entry.at
FROM me JOIN slowfilm_sittingguest guest ON guest.member_id = me.id
JOIN slowfilm_entry entry ON entry.command = guest.act AND entry.film_id = me.film_id
WHERE entry.actor <> me.actor AND (NOT %(new)s OR entry.at > me.since)
"""
CALLED_OFF = """
SELECT 'sitting-off' AS kind, me.id AS member, sitting.called_off AS id, sitting.called_off_at AS at
FROM me JOIN slowfilm_sitting sitting ON sitting.film_id = me.film_id
JOIN slowfilm_sittingguest guest ON guest.act = sitting.plan AND guest.member_id = me.id
WHERE sitting.called_off IS NOT NULL AND (NOT %(new)s OR sitting.called_off_at > me.since)
"""
TASKS = """
SELECT 'task' AS kind, me.id AS member, task.id, task.given_at AS at
FROM me JOIN slowfilm_sittingtask task ON task.member_id = me.id
WHERE task.given_by <> me.actor AND (NOT %(new)s OR task.given_at > me.since)
"""
SOURCES = (
    NOTES.format(kind="'mention'", which=MENTIONED),
    NOTES.format(kind="'answer'", which=f"NOT {MENTIONED} AND {IN_THREAD}"),
    *(
        query.format(kind=kind, table=f"slowfilm_{table}", by=by, mine=MINE)
        for query in (DECISIONS, OF_CUTS)
        for kind, table, by in DECIDED
    ),
    FINISHED,
    INVITED,
    CALLED_OFF,
    TASKS,
)
FOUND = f"""
WITH me AS ({ME})
SELECT found.kind, found.member, found.id, entry.film_id, entry.seq, entry.at, entry.actor,
    entry.seq > me.seq AS unread
FROM ({" UNION ALL ".join(SOURCES)}) found
JOIN me ON me.id = found.member
JOIN slowfilm_entry entry ON entry.command = found.id AND entry.film_id = me.film_id
"""
# What is put forward: each unlocked shot's selected draft, each unlocked cut's newest version.
FORWARD = """
SELECT shot.film_id, shot.selected_id AS part, shot.selected_at AS since
FROM me JOIN slowfilm_shot shot ON shot.film_id = me.film_id
    AND shot.locked_at IS NULL AND shot.selected_id IS NOT NULL
UNION ALL SELECT * FROM (SELECT DISTINCT ON (cut.id) cut.film_id, version.id, version.saved_at
    FROM me JOIN slowfilm_cut cut ON cut.film_id = me.film_id AND cut.locked_at IS NULL
    JOIN slowfilm_cutversion version ON version.cut_id = cut.id
    ORDER BY cut.id, version.number DESC) newest
"""
GIVEN = """slowfilm_approval given WHERE given.withdrawn_at IS NULL
    AND (given.draft_id = forward.part OR given.version_id = forward.part)"""
# Whose performance is kept in what is put forward: they are asked, whatever the rules ask.
KEPT = f"""
SELECT DISTINCT carried.draft, person.member_id AS member FROM ({
    CARRIED.format(drafts=f"SELECT part FROM ({FORWARD}) put")
}) carried JOIN slowfilm_person person ON person.id = carried.person
"""
# Of each whose word is asked for, in the policy's order; `member`: of a performer who alone may.
ASKED = """
SELECT named.role, named.place, kept.member, kept.draft IS NOT NULL AS alone
FROM unnest(CASE WHEN 'performer' = ANY (policy.approving)
    OR NOT EXISTS (SELECT FROM kept WHERE kept.draft = forward.part)
    THEN policy.approving ELSE policy.approving || 'performer'::varchar END)
    WITH ORDINALITY AS named(role, place)
LEFT JOIN kept ON named.role = 'performer' AND kept.draft = forward.part
"""
SAID = f"""EXISTS (SELECT FROM {GIVEN} AND given.role = {{who}}.role
    AND (NOT {{who}}.alone OR given.member_id = {{who}}.member))"""
# What a role of mine has to approve, all roles before it having done so.
WAITING = f"""
SELECT count(*) FROM me JOIN slowfilm_policy policy ON policy.film_id = me.film_id
JOIN ({FORWARD}) forward ON forward.film_id = me.film_id
CROSS JOIN LATERAL ({ASKED}) asked
WHERE asked.role = ANY (me.roles) AND (NOT asked.alone OR asked.member = me.id)
AND NOT {SAID.format(who="asked")}
AND NOT (policy.in_order AND EXISTS (SELECT FROM ({ASKED}) before
    WHERE before.place < asked.place AND NOT {SAID.format(who="before")}))
AND greatest(forward.since, (SELECT max(given.at) FROM {GIVEN} AND policy.in_order)) > me.read_at
"""


@dataclass(frozen=True)
class Found:
    """One thing that concerns a member: the row `id` of a kind, made by entry `seq`."""

    kind: str
    member: UUID
    id: UUID
    film: UUID
    seq: int
    at: datetime
    actor: str
    unread: bool


def found(user: UUID, before: datetime | None = None, most: int = 50) -> Iterator[Found]:
    """The newest first, `most` of them, older than `before`."""
    where = "WHERE entry.at < %(before)s" if before else ""
    with connection.cursor() as cursor:
        question = f"{FOUND} {where} ORDER BY entry.at DESC, entry.seq DESC LIMIT %(most)s"
        cursor.execute(question, {"user": user, "before": before, "most": most, "new": False})
        yield from (Found(*row) for row in cursor.fetchall())


def unread(user: UUID) -> int:
    """How many things a user has not read, requests for their approval among them."""
    with connection.cursor() as cursor:
        question = f"SELECT count(*) FROM ({FOUND} WHERE entry.seq > me.seq) AS new"
        cursor.execute(question, {"user": user, "new": True})
        new = cursor.fetchone()[0]
        cursor.execute(f"WITH me AS ({ME}), kept AS ({KEPT}) {WAITING}", {"user": user})
        return int(new + cursor.fetchone()[0])
