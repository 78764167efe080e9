"""manage.py up: everything on one machine, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from slowfilm import embedded
from slowfilm.embedded import Server
from slowfilm.supervisor import Supervisor


class Command(BaseCommand):
    """Postgres, Valkey, Daphne and a worker; a child that dies is started again."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--no-demo", action="store_true", help="do not make the demo film")

    def handle(self, *args: Any, port: int, no_demo: bool, **options: Any) -> None:
        began = time.monotonic()
        data: Path = settings.DATA
        data.mkdir(parents=True, exist_ok=True)
        try:
            supervisor = Supervisor(data, self.stdout.write)
        except OSError as error:
            raise CommandError(str(error)) from error
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, supervisor.ask_to_stop)
        environment = {**os.environ, "DATA": str(data), "SLOWFILM_DEMO": "" if no_demo else "1"}
        try:
            start_servers(data, supervisor, self.stdout.write)
            call_command("migrate", verbosity=0)
            supervisor.start(web(port, environment))
            supervisor.start(worker(environment))
            supervisor.wait_for_port(port)
            took = time.monotonic() - began
            self.stdout.write(f"Slowfilm is up after {took:.1f} s: http://localhost:{port}/")
            supervisor.watch()
        except (TimeoutError, subprocess.CalledProcessError, OSError) as error:
            raise CommandError(str(error)) from error
        finally:
            supervisor.stop()
            self.stdout.write("Everything has stopped.")


def start_servers(data: Path, supervisor: Supervisor, say: Any) -> None:
    """Start the servers that the environment does not name, and say which are in use."""
    if "DATABASE_URL" in os.environ:
        say(f"Database: {urlparse(settings.DATABASE_URL).hostname}, from DATABASE_URL")
    else:
        embedded.prepare(data)
        supervisor.start(embedded.postgres(data))
        say(f"Database: our own Postgres, its data in {embedded.postgres_folder(data)}")
    if "REDIS_URL" in os.environ:
        say(f"Broker: {urlparse(settings.REDIS_URL).hostname}, from REDIS_URL")
    else:
        embedded.socket_folder(data).mkdir(mode=0o700, exist_ok=True)
        supervisor.start(embedded.valkey(data))
        say("Broker: our own Valkey")
        embedded.wait_for_valkey(data)
    if "DATABASE_URL" not in os.environ:
        embedded.wait_for_postgres(data)


def web(port: int, environment: Mapping[str, str]) -> Server:
    """Daphne on 127.0.0.1."""
    command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "-v", "0"]
    command.append("slowfilm.asgi:application")
    return Server("web", command, environment=environment, folder=settings.ROOT)


def worker(environment: Mapping[str, str]) -> Server:
    """One worker for every queue."""
    command = [sys.executable, "manage.py", "worker"]
    return Server("worker", command, environment=environment, folder=settings.ROOT)
