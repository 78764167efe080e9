"""Where requests and websockets come in."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import CookieMiddleware
from django.core.asgi import get_asgi_application
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowfilm.settings")
pages = get_asgi_application()  # sets Django up, so it comes before what needs its models

from slowfilm.room.socket import RoomSocket  # noqa: E402
from slowfilm.server.static_files import StaticCache  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": StaticCache(pages),
        "websocket": CookieMiddleware(
            URLRouter([path("ws/films/<uuid:film_id>/", RoomSocket.as_asgi())])
        ),
    }
)
