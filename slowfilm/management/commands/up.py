"""manage.py up: everything on one machine, until Ctrl-C."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.backends.postgresql.base import DatabaseWrapper

from slowfilm import engines
from slowfilm.demo import film as demo_film
from slowfilm.jobs.queue import requeue
from slowfilm.management import reach
from slowfilm.management.commands.worker import lacking
from slowfilm.server import embedded
from slowfilm.server.embedded import Server
from slowfilm.server.listening import LOOPBACK, Listening, check_free, nearby, only_here
from slowfilm.server.supervisor import Supervisor
from slowfilm.tasks import queues

PATIENCE = 3.0  # seconds a worker has to finish what it is doing when all is stopped


class Command(BaseCommand):
    """Postgres, Valkey, Daphne and a worker; a child that dies is started again."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
        parser.add_argument(
            "--lan",
            default=os.environ.get("LAN", ""),
            help="1, or an address of this machine: https, for tablets on the same network",
        )
        parser.add_argument("--no-demo", action="store_true", help="do not make the demo film")

    def handle(self, *args: Any, port: int, lan: str, no_demo: bool, **options: Any) -> None:
        data: Path = settings.DATA
        try:
            data.mkdir(parents=True, exist_ok=True)
            supervisor = Supervisor(data, self._say)
        except OSError as error:
            raise CommandError(str(error)) from error
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, supervisor.ask_to_stop)
        try:
            listening = nearby(data, port, lan) if lan not in ("", "0") else only_here(port)
            check_free(listening.interface, port)
            self._run(data, supervisor, listening, demo=not no_demo)
        except (TimeoutError, subprocess.CalledProcessError, OSError) as error:
            raise CommandError(str(error)) from error
        finally:
            supervisor.stop()
            embedded.leave(data)
            supervisor.say("Everything has stopped.")

    def _run(self, data: Path, supervisor: Supervisor, listening: Listening, *, demo: bool) -> None:
        began = time.monotonic()
        environment = {**os.environ, **listening.environment, "DATA": str(data)}
        environment |= {"SLOWFILM_DEMO": "1" if demo else "", "STATIC_COPIED": "1"}
        start_servers(data, supervisor)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        if demo:
            demo_film.found()
        close_connections()
        supervisor.start(web(listening.endpoint, environment))
        for server in workers(environment):
            supervisor.start(server)
        supervisor.wait_for_port(LOOPBACK, listening.port)
        if not supervisor.stopping:
            supervisor.say(f"Slowfilm is up after {time.monotonic() - began:.1f} s.")
            for line in lacking(engines.names()):
                supervisor.say(line)
            self._invite(listening, demo)
        if demo:
            supervisor.start(drawing(environment))
        supervisor.watch()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def _invite(self, listening: Listening, demo: bool) -> None:
        """Say where it is, who can sign in with one click, and what a tablet should look at."""
        for address in listening.addresses:
            self._say(f"  {address}/")
        links = demo_film.links() if demo else {}
        home = listening.addresses[0]
        for who, path in links.items():
            self._say(f"  {who}: {home}{path}")
        if listening.tablet:
            path = next(iter(links.values()), "/")
            self._say("For a tablet on the same network:")
            picture = io.StringIO()
            segno.make(listening.tablet + path, error="l").terminal(picture, compact=True)
            self._say(picture.getvalue())
            self._say(f"If it does not trust the page, give it {listening.authority} to trust.")
        self._say("Ctrl-C stops everything.")


def start_servers(data: Path, supervisor: Supervisor) -> None:
    """Start the servers that the environment does not name, and say which are in use.

    Raises OSError when one that it names can't be used.
    """
    named = {name for name in ("DATABASE_URL", "REDIS_URL", "STORAGE_URL") if os.environ.get(name)}
    if "DATABASE_URL" in named:
        supervisor.say(f"Database: {reach.place(settings.DATABASE_URL)}, from DATABASE_URL")
        reach.database()
    else:
        embedded.prepare(data)
        supervisor.start(embedded.postgres(data))
        where = embedded.postgres_folder(data)
        supervisor.say(f"Database: our own Postgres, its data in {where}")
    if "REDIS_URL" in named:
        supervisor.say(f"Broker: {reach.place(settings.REDIS_URL)}, from REDIS_URL")
        reach.broker()
    else:
        if "DATABASE_URL" in named:
            embedded.prepare_sockets(data)
        supervisor.start(embedded.valkey(data))
        supervisor.say("Broker: our own Valkey, in memory")
        embedded.wait_for_valkey(data)
    if "DATABASE_URL" not in named:
        embedded.wait_for_postgres(data)
    stored = reach.place(settings.STORAGE_URL)
    supervisor.say(f"Media: {stored}{', from STORAGE_URL' * ('STORAGE_URL' in named)}")
    reach.store()


def web(endpoint: str, environment: Mapping[str, str]) -> Server:
    """Daphne."""
    command = [sys.executable, "-m", "slowfilm.server.web", "-v", "0", "-e", endpoint]
    command.append("slowfilm.asgi:application")
    return Server("web", command, environment=environment, folder=settings.ROOT)


def workers(environment: Mapping[str, str]) -> list[Server]:
    """One worker for every queue that needs none of its own, and one for each engine that does."""
    own = [name for name in engines.names() if engines.engine(name).capabilities().own_worker]
    shared = [queue for queue in queues() if queue not in own]
    own_servers = [worker(f"worker-{name}", environment, [name], concurrency=1) for name in own]
    return [worker("worker", environment, shared, concurrency=2), *own_servers]


def worker(
    name: str, environment: Mapping[str, str], queues: Sequence[str], *, concurrency: int
) -> Server:
    """A worker. A job's truth is its row, so it may be killed at any time."""
    options = ["--queues", ",".join(queues), "--concurrency", str(concurrency)]
    return Server(
        name,
        [sys.executable, "manage.py", "worker", *options],
        orphaned=signal.SIGKILL,
        grace=PATIENCE,
        after=hand_back,
        environment=environment,
        folder=settings.ROOT,
    )


def hand_back(pid: int) -> None:
    """A worker that we stopped has gone: what it had in hand waits for the next start."""
    with suppress(DatabaseError):
        requeue(f"{socket.gethostname()}:{pid}")
    close_connections()


def close_connections() -> None:
    """Hold no connection to the database: it will be stopped, and may die, before us."""
    connection.close()
    if isinstance(connection, DatabaseWrapper):
        connection.close_pool()


def drawing(environment: Mapping[str, str]) -> Server:
    """Draws the demo film's material, beside the running site."""
    command = [sys.executable, "manage.py", "demo"]
    return Server(
        "demo",
        command,
        orphaned=signal.SIGKILL,
        once=True,
        environment=environment,
        folder=settings.ROOT,
    )
