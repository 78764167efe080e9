"""One signed POST to an address that somebody typed, and to nowhere inside.

The name is resolved once, every address it has is looked at, and the connection goes to one that
was looked at: a name that answers otherwise the second time leads nowhere else. No redirect is
followed, for the same reason.
"""

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 10.0  # for connecting, and for each part of the answer
LONGEST = 30.0  # seconds for all of it
READ = 4096  # bytes of an answer that are read; what it says matters to nobody
SIGNATURE = "Slowfilm-Signature"


class Refusal(Exception):
    """Not posted: where it leads is not for us, or nobody answered."""


def signature(secret: str, body: bytes, at: int) -> str:
    """`t=SECONDS,v1=HEX`: HMAC-SHA256 with the secret over `SECONDS.BODY`."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"


def post(url: str, secret: str, body: bytes, delivery: str) -> int:
    """The status of the answer. Raises Refusal."""
    parts = urlsplit(url)
    host, tls = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Slowfilm",
        "Slowfilm-Delivery": delivery,
        SIGNATURE: signature(secret, body, int(time.time())),
    }
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    address = address_of(host, port)
    try:
        with closing(_connected(address, host, port, tls)) as line, _cut_off(line):
            if isinstance(line, ssl.SSLSocket):
                line.do_handshake()
            connection.sock = line
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read(READ)
            return answer.status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Refusal(type(error).__name__) from error


def _connected(address: str, host: str, port: int, tls: bool) -> socket.socket:
    """A line to an address; over TLS its certificate has to be the host's."""
    line = socket.create_connection((address, port), timeout=SECONDS)
    if not tls:
        return line
    context = ssl.create_default_context()
    return context.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)


@contextmanager
def _cut_off(line: socket.socket) -> Iterator[None]:
    """Whoever answers a byte every few seconds is cut off too."""
    deadline = threading.Timer(LONGEST, lambda: line.shutdown(socket.SHUT_RDWR))
    deadline.daemon = True
    deadline.start()
    try:
        yield
    finally:
        deadline.cancel()


def address_of(host: str, port: int) -> str:
    """An address of a host. Raises Refusal where any of its addresses is not of the open net."""
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refusal("no-such-host") from error
    addresses = [str(info[4][0]) for info in infos]
    if not settings.WEBHOOKS_PRIVATE and not all(is_open(address) for address in addresses):
        raise Refusal("private-address")
    return addresses[0]


def is_open(address: str) -> bool:
    """Whether an address is of the open net: not of this machine, its network, or a reserved one.

    IPv6 addresses that carry one of IPv4 are as open as that.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_open(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if carried:
            return is_open(str(carried))
    return ip.is_global and not ip.is_multicast and not ip.is_unspecified
