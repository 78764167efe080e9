"""python -m tests.faults.kept FILM: what the database of the site the environment names has kept.

Prints one JSON object: the seq of each command, the strokes' ids and the notes' texts in order of
seq and time, and whether the ledger holds.
"""

import json
import os
import sys
from uuid import UUID

import django


def kept(film: UUID) -> dict[str, object]:
    """Read them."""
    from slowfilm.ledger.models import Entry
    from slowfilm.ledger.verify import verify
    from slowfilm.models import Note, Stroke

    entries = Entry.objects.filter(film=film).exclude(command__isnull=True)
    strokes = Stroke.objects.filter(draft__film=film).order_by("seq")
    notes = Note.objects.filter(draft__film=film).order_by("written_at")
    return {
        "seqs": {str(command): seq for command, seq in entries.values_list("command", "seq")},
        "strokes": [str(stroke) for stroke in strokes.values_list("id", flat=True)],
        "notes": list(notes.values_list("text", flat=True)),
        "holds": verify(film).fault is None,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowfilm.settings")
    django.setup()
    print(json.dumps(kept(UUID(sys.argv[1]))))
