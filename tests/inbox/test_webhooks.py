"""Entries are posted signed, in order, tried again later and later, and never to inside."""

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from slowfilm.films.models import Film
from slowfilm.inbox import actions, delivering, posting
from slowfilm.inbox.due import enqueue_due
from slowfilm.inbox.models import Delivery, Webhook
from slowfilm.inbox.posting import Refusal, address_of, is_open, post
from slowfilm.jobs.queue import Lease, claim
from slowfilm.ledger import Refused
from tests import make
from tests.approvals.test_lock import by, keep


class Listener(HTTPServer):
    """Somebody's program, which answers as the test says."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.heard = 200, []  # type: int, list[tuple[dict[str, str], bytes]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?film=1"

    def verbs(self) -> list[str]:
        return [json.loads(body)["entry"]["verb"] for _headers, body in self.heard]


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.path == "/hook?film=1"
        self.server.heard.append((dict(self.headers.items()), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "http://169.254.169.254/")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def listening() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def listener(settings: Settings) -> Iterator[Listener]:
    settings.WEBHOOKS_PRIVATE = True
    with listening() as server:
        yield server


def deliver() -> None:
    """What is due, as a worker does it."""
    enqueue_due()
    while job := claim("io"):
        delivering.DELIVER.work(job, Lease(job))


def hook(film: Film, url: str) -> Webhook:
    return Webhook.objects.get(id=actions.add_webhook(**by(film), url=url).command)


def later(seconds: float) -> None:
    due = Webhook.objects.get().due_at
    Webhook.objects.update(due_at=due - timedelta(seconds=seconds))


def test_entries_are_posted_signed_and_once(film: Film, listener: Listener) -> None:
    draft = make.draft(film)
    webhook = hook(film, listener.url)
    make.ink(film, draft)
    keep(film, draft)
    deliver()
    deliver()
    assert listener.verbs() == ["webhook-added", "note-written"], "ink is not told"
    headers, body = listener.heard[-1]
    at, _comma, given = headers["Slowfilm-Signature"].partition(",")
    signed = at.removeprefix("t=").encode() + b"." + body
    right = hmac.new(webhook.secret.encode(), signed, hashlib.sha256).hexdigest()
    assert given == f"v1={right}"
    assert abs(int(at.removeprefix("t=")) - timezone.now().timestamp()) < 60
    assert json.loads(body)["film"] == str(film.id)
    assert webhook.secret not in (film.entries.get(command=webhook.id).payload or "")


def test_what_fails_is_tried_later_and_later_then_given_up(film: Film, listener: Listener) -> None:
    listener.status = 500
    hook(film, listener.url)
    pauses = []
    for _ in range(20):
        deliver()
        deliver()
        pause = (Webhook.objects.get().due_at - timezone.now()).total_seconds()
        if pause <= 0:
            break
        pauses.append(round(pause))
        later(pause + 1)
    assert pauses == [pause.total_seconds() for pause in delivering.PAUSES]
    assert len(listener.heard) == len(pauses) + 1, "and not between"
    assert Delivery.objects.get().state == "given-up"
    listener.status = 204
    keep(film, make.draft(film))
    deliver()
    assert Delivery.objects.filter(state="given-up").count() == 1
    assert listener.verbs()[-1] == "note-written", "the next ones go on"


def test_a_redirect_is_no_delivery_and_is_not_followed(film: Film, listener: Listener) -> None:
    listener.status = 302
    hook(film, listener.url)
    deliver()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, len(listener.heard)) == ("waiting", 302, 1)


def test_one_that_nobody_answers_is_tried_again(film: Film, listener: Listener) -> None:
    listener.shutdown()
    listener.server_close()
    hook(film, listener.url)
    deliver()
    assert Delivery.objects.get().error == "ConnectionRefusedError"


def test_one_that_answers_a_byte_at_a_time_is_cut_off(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOKS_PRIVATE = True
    monkeypatch.setattr(posting, "LONGEST", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        dripping = pool.submit(drip, server)
        with pytest.raises(Refusal):
            post(f"http://127.0.0.1:{server.getsockname()[1]}/", "s", b"{}", "1")
        assert dripping.result(10) < 100


def drip(server: socket.socket) -> int:
    """Answer a byte every 50 ms until nobody listens; how many went."""
    line, _address = server.accept()
    with line:
        for sent in range(100):
            try:
                line.sendall(b"H")
            except OSError:
                return sent
            time.sleep(0.05)
    return 100


def test_after_it_is_removed_nothing_is_posted(film: Film, listener: Listener) -> None:
    webhook = hook(film, listener.url)
    actions.remove_webhook(**by(film), webhook=webhook.id)
    deliver()
    assert listener.heard == []


INSIDE = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0"),
    *("fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
    *("2002:7f00:1::", "192.0.2.1", "198.18.0.1", "240.0.0.1"),
]


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_open(address: str) -> None:
    assert not is_open(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_addresses_of_the_open_net_are(address: str) -> None:
    assert is_open(address)


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f000001", "2130706433", "::1"])
def test_however_it_is_written_nothing_is_posted_inside(host: str) -> None:
    with listening() as server:
        name = f"[{host}]" if ":" in host else host
        with pytest.raises(Refusal, match=r"private-address|no-such-host"):
            post(f"http://{name}:{server.server_port}/hook?film=1", "s", b"{}", "1")
        assert server.heard == []


def test_a_host_that_is_none_is_refused() -> None:
    for host in ("no-such-host.invalid", "a" * 70 + ".example", "bad..name"):
        with pytest.raises(Refusal, match="no-such-host"):
            address_of(host, 80)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "javascript:x", "http://", "https://u:p@example.org/", "x"]
)
def test_what_is_no_address_is_refused(film: Film, url: str) -> None:
    with pytest.raises(Refused, match="no-address"):
        actions.add_webhook(**by(film), url=url)


def test_the_page_is_for_who_manages(film: Film, client: Client, listener: Listener) -> None:
    client.force_login(make.member(film, "editor").user)
    assert client.get(f"/films/{film.id}/webhooks/").status_code == 403
    client.force_login(make.director(film).user)
    address = f"/films/{film.id}/webhooks/"
    assert "begins with https://" in client.post(address, {"url": "x"}).content.decode()
    client.post(address, {"url": listener.url})
    deliver()
    page = client.get(address).content.decode()
    assert "webhook-added" in page and "delivered" in page and "answered 200" in page
    client.post(f"{address}{Webhook.objects.get().id}/remove")
    assert listener.url not in client.get(address).content.decode()
