"""python -m tests.faults.found [CLIP]: a film with two members in the site the environment names.

Prints one JSON object: film, draft (with CLIP, a proxy, as its picture), digest of a kept file, and
for each member their id, a token and the key of a session.
"""

import json
import os
import secrets
import sys
import tempfile
from pathlib import Path

import django


def found(clip: str = "") -> dict[str, object]:
    """Make them."""
    from slowfilm import storage
    from tests import make
    from tests.browser.barcodes import FRAMES

    stranger = secrets.token_hex(4)  # the site may know earlier ones
    film = make.film(make.user(f"director {stranger}"))
    director, editor = make.director(film), make.member(film, "editor", name=f"editor {stranger}")
    if clip:
        proxy = storage.keep(Path(clip), "video/mp4", film.id)
        draft = make.draft(film, frames=FRAMES, proxy=proxy)
    else:
        draft = make.draft(film)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bytes"
        path.write_bytes(b"a few bytes")
        kept = storage.keep(path, "application/octet-stream", film.id)
    return {
        "film": str(film.id),
        "draft": str(draft.id),
        "digest": kept.digest,
        "members": [str(each.id) for each in (director, editor)],
        "tokens": [make.token(each.user) for each in (director, editor)],
        "sessions": [make.session(each.user) for each in (director, editor)],
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowfilm.settings")
    django.setup()
    print(json.dumps(found(*sys.argv[1:])))
