"""The number beside "Inbox", asked anew only when a film's record has moved on."""

import hashlib
from uuid import UUID

from django.core.cache import cache
from django.db import connection

from slowfilm.inbox.found import unread

# What is unread follows from the entries of a user's films and from how far they have read: all
# else that the question looks at is changed by an entry.
STAND = """
SELECT member.id, head.seq, inbox.seq, inbox.read_at
FROM slowfilm_member member JOIN slowfilm_head head ON head.film_id = member.film_id
LEFT JOIN slowfilm_inbox inbox ON inbox.member_id = member.id
WHERE member.user_id = %s AND member.removed_at IS NULL ORDER BY member.id
"""
DAY = 24 * 3600


def unread_remembered(user: UUID) -> int:
    """How many things a user has not read; every page shows it, and it rarely changes."""
    with connection.cursor() as cursor:
        cursor.execute(STAND, [user])
        stand = cursor.fetchall()
    if not stand:
        return 0
    key = "unread:" + hashlib.sha256(f"{user} {stand}".encode()).hexdigest()
    count: int | None = cache.get(key)
    if count is None:
        count = unread(user)
        cache.set(key, count, DAY)
    return count
