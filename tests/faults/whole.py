"""python -m tests.faults.whole SIZE: a film to archive, in the site that the environment names.

It has one reference, "kept", of SIZE bytes, and one shot. Prints one JSON object: film, shot, and
its director's token and session.
"""

import json
import os
import secrets
import sys
import tempfile
from pathlib import Path

import django


def whole(size: int) -> dict[str, str]:
    """Make it."""
    from slowfilm import storage
    from tests import make

    film = make.film(make.user(f"director {secrets.token_hex(4)}"))
    director = make.director(film)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bytes"
        path.write_bytes(secrets.token_bytes(size))
        kept = storage.keep(path, "audio/wav", film.id)
    about = {"media_type": "audio/wav", "duration": "1"}
    made = make.reference(film, "sound", kept, about, by=director.actor, proxy=kept)
    make.describe(made, name="kept")
    return {
        "film": str(film.id),
        "shot": str(make.shot(film).id),
        "token": make.token(director.user),
        "session": make.session(director.user),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowfilm.settings")
    django.setup()
    print(json.dumps(whole(int(sys.argv[1]))))
