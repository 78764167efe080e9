"""Where a draft comes from, and what was made from something."""

import itertools
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from slowfilm import storage
from slowfilm.abstractions import actions as abstractions
from slowfilm.clearance import licences
from slowfilm.films.models import Film
from slowfilm.jobs.queue import Lease, claim
from slowfilm.reviews import paper
from slowfilm.reviews.typesetting import broken
from slowfilm.shots.actions import select_draft
from slowfilm.shots.make import Source
from slowfilm.shots.models import Draft, DraftSource
from slowfilm.traces import pdf_job
from slowfilm.traces.graph import lineage, made_from
from slowfilm.traces.picture import drawn
from tests import make
from tests.generations import made

FACTS = {"codec": "png", "width": 480, "height": 270, "rotation": 0, "rate": ""}
OWN: dict[str, Any] = licences.OWN


def line(film: Film) -> dict[str, Any]:
    """A person in a picture, a draft from it, and a draft from that."""
    zhou = make.person(film, "Zhou")
    picture = made.picture(film, nobody=False)
    make.name(picture, zhou)
    sources = [Source("plate", "Image1", reference=picture.id)]
    first = make.draft(film, nobody_declared_by="system", sources=sources)
    sources = [Source("plate", "", earlier=first.id)]
    second = make.draft(film, nobody_declared_by="system", sources=sources)
    return {"person": zhou, "reference": picture, "first": first, "draft": second}


def test_a_draft_is_traced_to_the_people_in_what_it_was_made_from(film: Film) -> None:
    it = line(film)
    graph = lineage(it["draft"])
    ids = {each.id: each.level for each in graph.nodes.values()}
    assert ids == {
        it["draft"].id: 0, it["first"].id: 1, it["reference"].id: 2, it["person"].id: 3
    }  # fmt: skip
    assert graph.edges == {
        (it["first"].id, it["draft"].id),
        (it["reference"].id, it["first"].id),
        (it["person"].id, it["reference"].id),
    }


def test_everything_made_from_a_person_is_found(film: Film) -> None:
    it = line(film)
    graph = made_from(film.id, it["person"])
    assert {each.id for each in graph.of("draft")} == {it["first"].id, it["draft"].id}
    assert {each.id for each in made_from(film.id, it["reference"]).of("draft")} == {
        it["first"].id, it["draft"].id
    }  # fmt: skip


@pytest.mark.slow
def test_a_line_of_a_thousand_drafts_is_walked_quickly(film: Film) -> None:
    first = make.draft(film, nobody_declared_by="system")
    like = {
        each.attname: getattr(first, each.attname)
        for each in Draft._meta.concrete_fields
        if each.name not in ("id", "version")
    }
    drafts = [first, *(Draft(**like, version=n) for n in range(2, 1001))]
    with make.past_the_guards():
        Draft.objects.bulk_create(drafts[1:])
        DraftSource.objects.bulk_create(
            DraftSource(draft=late, earlier=early, order=0, role="plate")
            for early, late in itertools.pairwise(drafts)
        )
    began = time.process_time()
    with CaptureQueriesContext(connection) as asked:
        graph = lineage(drafts[-1])
    assert len(graph.nodes) == 1000 and len(asked) <= 14
    picture = drawn(graph)
    assert len(picture.nodes) == 8 and picture.left_out == 992
    assert time.process_time() - began < 2


def test_the_pages_walk(film: Film, client: Client) -> None:
    it = line(film)
    client.force_login(make.director(film).user)
    path = f"/films/{film.id}"
    page = client.get(f"{path}/drafts/{it['draft'].id}/lineage/").content.decode()
    assert "Zhou" in page and it["first"].name in page and "<svg" in page
    for kind in ("person", "reference"):
        page = client.get(f"{path}/made-from/{kind}/{it[kind].id}/").content.decode()
        assert it["draft"].name in page
    assert client.get(f"{path}/made-from/shot/{it['person'].id}/").status_code == 404
    shot = it["draft"].shot
    select_draft(film_id=film.id, actor=make.director(film).actor, draft=it["draft"].id)
    page = client.get(f"{path}/shots/{shot.id}/title/").content.decode()
    assert "No release." in page and "has given no release" in page


def test_what_was_made_here_leads_to_what_it_was_made_of(film: Film) -> None:
    """An abstraction leads to its source and back, a paper to what rests on it."""
    zhou = make.person(film, "Zhou")
    picture = made.picture(film, nobody=False, facts=FACTS)
    make.name(picture, zhou)
    make.signed(make.release_link(zhou))
    by: dict[str, Any] = {"film_id": film.id, "actor": make.director(film).actor}
    box = {"frame": 0, "left": 0.1, "top": 0.1, "width": 0.5, "height": 0.5}
    about = {"look": "haze", "seed": 1, "guards": [{"of": "face", "keys": [box], "dabs": []}]}
    hidden = abstractions.abstract_reference(
        **by, source=picture.id, name="In light", spans=[], **about
    ).command
    licence = licences.record_licence(**by, references=[picture.id], **OWN).command
    sources = [Source("plate", "Image1", reference=hidden)]
    draft = make.draft(film, nobody_declared_by="system", sources=sources)
    graph = lineage(draft)
    assert {each.id for each in graph.of("reference")} == {hidden, picture.id}
    assert {(picture.id, hidden), (hidden, draft.id), (zhou.id, picture.id)} <= graph.edges
    assert (licence, picture.id) in graph.edges and len(graph.of("paper")) == 2
    assert graph.hands[str(make.director(film))] >= 1
    assert {each.id for each in made_from(film.id, zhou).of("draft")} == {draft.id}
    assert hidden in made_from(film.id, picture).nodes


def test_a_brief_and_its_engine_are_in_the_picture(film: Film) -> None:
    run = made.queue(make.shot(film), made.wanted(text="柳树下的灯"))
    draft = make.draft(film, run.shot, nobody_declared_by="system")
    with make.past_the_guards():
        type(run).objects.filter(id=run.id).update(draft=draft)
    graph = lineage(draft)
    (brief,) = graph.of("brief")
    assert brief.name == "柳树下的灯" and (run.brief_id, draft.id) in graph.edges


@pytest.mark.slow
def test_the_chain_of_title_is_a_pdf_in_the_readers_language(film: Film, client: Client) -> None:
    it = line(film)
    make.signed(make.release_link(it["person"]))
    by: dict[str, Any] = {"film_id": film.id, "actor": make.director(film).actor}
    about = {
        "kind": "cc",
        "holder": "柳巷档案",
        "terms": "CC BY 4.0",
        "allows": ["engine", "alter"],
    }
    licences.record_licence(**by, references=[it["reference"].id], **about)
    select_draft(**by, draft=it["draft"].id)
    client.force_login(make.director(film).user)
    path = f"/films/{film.id}/title/"
    client.post(f"{path}pdf", HTTP_ACCEPT_LANGUAGE="zh-CN")
    job = claim("io")
    assert job is not None
    pdf_job.PDF.work(job, Lease(job))
    job.refresh_from_db()
    with storage.on_disk(job.facts["pdf"]) as file:
        text = "".join(page.extract_text() for page in PdfReader(file).pages).replace("\0", "")
    assert it["draft"].name in text and "Zhou" in text
    if paper.font():
        assert "柳巷档案" in text
    assert job.facts["pdf"] in client.get(path).content.decode()
    stranger = Client()
    stranger.force_login(make.member(film, "sound").user)
    assert stranger.get(path).status_code == 403


def test_a_line_of_chinese_ends_before_no_comma_and_after_no_bracket() -> None:
    text = "他们不同意，所以（在那里）只有光。And a long word: extraordinary."
    for wide in range(3, 30):
        lines = broken(text, wide, len).split("\n")
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not any(each[0] in "，）。:." for each in lines)
        assert not any(each[-1] in "（" for each in lines)
    assert broken("一二三四五六", 4, len) == "一二三四\n五六"
    assert broken("a wide word", 6, len) == "a wide\nword"
