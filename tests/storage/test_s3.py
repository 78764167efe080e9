"""Blobs in a bucket, kept in a real S3 server on this machine."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from uuid import uuid4

import boto3
import httpx
import pytest
from django.test import Client
from moto.server import ThreadedMotoServer

from slowfilm import storage
from slowfilm.archives.media import damaged
from slowfilm.films.models import Film
from slowfilm.storage import Holding
from tests import make
from tests.conftest import free_port

BYTES = os.urandom(3_000_000)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An S3 server of the tests' own."""
    port = free_port()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A fresh bucket, and the site set to keep its blobs there."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "someone")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    name = f"films-{uuid4().hex[:8]}"
    settings.STORAGE_URL = f"s3://{name}/blobs"
    return boto3.resource("s3").create_bucket(Bucket=name)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three megabytes, so that they come in blocks."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(BYTES)
    return path


@pytest.mark.slow
def test_bytes_are_kept_once_under_their_digest(bucket: Any, film: Film, file: Path) -> None:
    blob = storage.keep(file, "video/mp4", film.id)
    (kept,) = bucket.objects.all()
    assert kept.key == f"blobs/{storage.name_of(blob.digest)}"
    mark = {"seen": "once"}  # gone if it were written again
    kept.copy_from(
        CopySource={"Bucket": bucket.name, "Key": kept.key},
        Metadata=mark,
        MetadataDirective="REPLACE",
    )
    assert storage.keep(file, "video/mp4", make.film().id) == blob
    (still,) = bucket.objects.all()
    assert still.Object().metadata == mark
    assert Holding.objects.filter(blob=blob).count() == 2


@pytest.mark.slow
def test_bytes_are_read_back_in_part_and_whole(bucket: Any, film: Film, file: Path) -> None:
    blob = storage.keep(file, "video/mp4", film.id)
    assert storage.read(blob.digest, 1_500_000, 70_000) == BYTES[1_500_000:1_570_000]
    assert storage.read(blob.digest, 2_999_990, 70_000) == BYTES[-10:]
    with storage.on_disk(blob.digest) as copy:
        assert copy.read_bytes() == BYTES
    assert not copy.exists(), "the copy goes when it is no longer needed"


@pytest.mark.slow
def test_what_is_gone_from_the_bucket_is_said(bucket: Any, film: Film, file: Path) -> None:
    blob = storage.keep(file, "video/mp4", film.id)
    kept = dict.fromkeys(("master", "proxy", "poster", "filmstrip"), blob)
    make.draft(film, **kept)  # what no record names is not missed
    assert storage.there(blob.digest)
    bucket.objects.all().delete()
    assert not storage.there(blob.digest)
    assert list(damaged(film.id)) == [blob.digest]
    with pytest.raises(FileNotFoundError):
        storage.read(blob.digest, 0, 10)


@pytest.mark.slow
def test_a_browser_is_sent_to_the_bucket_and_gets_its_range(
    bucket: Any, film: Film, file: Path
) -> None:
    blob = storage.keep(file, "video/mp4", film.id)
    browser = Client()
    browser.force_login(make.director(film).user)
    sent = browser.get(f"/films/{film.id}/media/{blob.digest}")
    assert sent.status_code == 302
    part = httpx.get(sent["Location"], headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, BYTES[10:20])
    assert part.headers["Content-Type"] == "video/mp4"
    named = browser.get(f"/films/{film.id}/media/{blob.digest}", {"name": "雨.mp4"})
    whole = httpx.get(named["Location"])
    assert whole.content == BYTES
    assert whole.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.slow
def test_pages_may_show_what_lies_in_the_bucket(bucket: Any, endpoint: str) -> None:
    policy = Client().get("/account/login/")["Content-Security-Policy"]
    for directive in ("img-src", "media-src", "connect-src"):
        (rule,) = [part for part in policy.split(";") if part.strip().startswith(directive)]
        assert endpoint in rule.split(), rule
    assert endpoint not in policy.partition("script-src")[2].partition(";")[0]


def test_amazons_own_buckets_are_named_by_their_host(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "someone")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    settings.STORAGE_URL = f"s3://films-{uuid4().hex[:8]}/blobs"
    host = urlparse(storage.origin(settings.STORAGE_URL)).hostname or ""
    assert host.endswith("amazonaws.com")
    signed = storage.signed_address("0" * 64, 60, "video/mp4", "inline") or ""
    assert urlparse(signed).hostname == host


def test_on_disk_nothing_else_is_allowed() -> None:
    policy = Client().get("/account/login/")["Content-Security-Policy"]
    assert "connect-src 'self'" in policy.replace("; ", ";").split(";")
