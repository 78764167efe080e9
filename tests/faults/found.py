"""python -m tests.faults.found: a film with two members in whichever site the environment names.

Prints one JSON object: film, draft, digest of a kept file, and a token for each member.
"""

import json
import os
import secrets
import tempfile
from pathlib import Path

import django


def found() -> dict[str, object]:
    """Make them."""
    from slowfilm import storage
    from tests import make

    stranger = secrets.token_hex(4)  # the site may know earlier ones
    film = make.film(make.user(f"director {stranger}"))
    director, editor = make.director(film), make.member(film, "editor", name=f"editor {stranger}")
    draft = make.draft(film)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bytes"
        path.write_bytes(b"a few bytes")
        kept = storage.keep(path, "application/octet-stream", film.id)
    return {
        "film": str(film.id),
        "draft": str(draft.id),
        "digest": kept.digest,
        "editor": str(editor.id),
        "tokens": [make.token(director.user), make.token(editor.user)],
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowfilm.settings")
    django.setup()
    print(json.dumps(found()))
