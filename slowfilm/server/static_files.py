"""Pages' files under addresses that name their content, so that browsers may keep them for good.

Modules import one another by relative names, so one version stands in front of them all:
/static/VERSION/js/room.js. A change to any file is another version.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

PREFIX = "/static/"
ADDRESS = re.compile(rf"{PREFIX}(?:[0-9a-f]{{12}}/)?(?P<name>.*)")


def address(folders: Iterable[Path]) -> str:
    """The address of all files in these folders, with twelve hexadecimal digits of their hash."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(folder)}\0{content}\n".encode())
    return f"{PREFIX}{digest.hexdigest()[:12]}/"


class OtherVersions(MiddlewareMixin):
    """Answer for another version, or none, with today's file, which is not to be kept.

    While many processes are updated one after another, a page of one asks another for its files.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Lead it to the file that there is."""
        address = ADDRESS.fullmatch(request.path_info)
        request.other_version = address is not None and not request.path_info.startswith(  # type: ignore[attr-defined]
            settings.STATIC_URL
        )
        if address and request.other_version:  # type: ignore[attr-defined]
            request.path_info = settings.STATIC_URL + address["name"]

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Say that it may have changed by the next time."""
        if request.other_version:  # type: ignore[attr-defined]
            response.headers["Cache-Control"] = "no-cache"
        return response


def kept_for_good(_path: str, url: str) -> bool:
    """Whether a file's address names its content; what WhiteNoise asks."""
    return settings.STATIC_URL != PREFIX and url.startswith(settings.STATIC_URL)
