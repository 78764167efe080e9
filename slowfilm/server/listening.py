"""Where the site listens when one machine runs it all."""

import errno
import socket
from dataclasses import dataclass, field
from pathlib import Path

from slowfilm.server import lan

LOOPBACK = "127.0.0.1"
HERE = ["localhost", LOOPBACK]


@dataclass(frozen=True)
class Listening:
    """An endpoint in Twisted's words, the addresses it is reached at, and what children must know.

    `tablet` is the address for others on the network, `authority` the certificate to trust.
    """

    port: int
    interface: str
    endpoint: str
    addresses: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    tablet: str = ""
    authority: Path | None = None


def only_here(port: int) -> Listening:
    """For this machine alone, without encryption."""
    endpoint = f"tcp:{port}:interface={LOOPBACK}"
    return Listening(port, LOOPBACK, endpoint, [f"http://localhost:{port}"])


def nearby(data: Path, port: int, setting: str) -> Listening:
    """For the network too, over https; `setting` is 1, or the address to use. Raises OSError."""
    network_hosts = lan.addresses() if setting == "1" else [setting]
    if not network_hosts:
        raise OSError("This machine has no address on a network. Say which one: LAN=192.168.1.5")
    hosts = [*HERE, *network_hosts]
    pair = lan.certificate(data / "https", hosts)
    key, certificate = (str(path).replace(":", "\\:") for path in (pair.key, pair.certificate))
    addresses = [f"https://{host}:{port}" for host in ["localhost", *network_hosts]]
    return Listening(
        port,
        "0.0.0.0",
        f"ssl:{port}:interface=0.0.0.0:privateKey={key}:certKey={certificate}",
        addresses,
        {
            "HTTPS": "1",
            "ALLOWED_HOSTS": ",".join(hosts),
            "CSRF_TRUSTED_ORIGINS": ",".join(addresses),
        },
        tablet=addresses[1],
        authority=lan.authority(data / "https").certificate,
    )


def check_free(interface: str, port: int) -> None:
    """See that nobody listens there yet. Raises OSError."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise OSError(
                    f"Port {port} is taken by another program. Choose another: make up PORT=8001"
                ) from error
            raise OSError(f"Port {port} can't be used: {error.strerror}.") from error
        except OverflowError as error:
            raise OSError(f"There is no port {port}. Choose one below 65536.") from error
