"""One answer for a set of references and drafts, in a bounded number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slowfilm.clearance.answer import clearance
from slowfilm.films.models import Film
from slowfilm.shots.models import Draft, DraftSource
from tests import make
from tests.generations import made


def from_(draft: Draft, *sources: object) -> Draft:
    """Say what a draft was made from, in whatever circles."""
    with make.past_the_guards():
        for order, source in enumerate(sources):
            key = "earlier" if isinstance(source, Draft) else "reference"
            about = {"order": order, "role": "subject", key: source}
            DraftSource.objects.create(draft=draft, **about)
    return draft


@pytest.mark.django_db
def test_a_draft_inherits_what_stands_against_all_it_was_made_from(film: Film) -> None:
    unsaid = made.picture(film, nobody=False)
    first = from_(make.draft(film, nobody_declared_by="system"), unsaid)
    second = from_(make.draft(film, nobody_declared_by="system"), made.picture(film), first)
    third = from_(make.draft(film, nobody_declared_by="system"), second)
    answer = clearance("show", drafts=[third])
    assert [(reason.code, reason.subject) for reason in answer.reasons] == [("unsaid", unsaid.id)]
    assert answer.sentences() == [f"{unsaid.name}: Nobody has said yet who is seen or heard in it."]


@pytest.mark.django_db
def test_an_uploaded_draft_in_the_line_counts(film: Film) -> None:
    first = make.draft(film)  # uploaded, nobody has said anything
    second = from_(make.draft(film, nobody_declared_by="system"), first)
    assert [reason.subject for reason in clearance("show", drafts=[second]).reasons] == [first.id]


@pytest.mark.django_db
def test_drafts_made_from_each_other_end(film: Film) -> None:
    first = make.draft(film, nobody_declared_by="system")
    second = from_(make.draft(film, nobody_declared_by="system"), first)
    from_(first, second)
    assert clearance("show", drafts=[first]).cleared


@pytest.mark.slow
@pytest.mark.django_db
def test_many_are_asked_about_in_seven_queries(film: Film) -> None:
    people = [make.person(film, f"Person {n}") for n in range(10)]
    for one in people:
        make.signed(make.release_link(one))
    references = [made.picture(film, nobody=False) for _ in range(15)]
    for n, reference in enumerate(references):
        make.name(reference, *people[n % 8 : n % 8 + 3])
        reference.refresh_from_db()
    drafts = [from_(make.draft(film, nobody_declared_by="system"), *references)]
    for _ in range(12):
        drafts.append(from_(make.draft(film, nobody_declared_by="system"), drafts[-1]))
        make.name(drafts[-1], people[0])
    with CaptureQueriesContext(connection) as asked:
        answer = clearance("generate", references=references, drafts=drafts)
    assert answer.cleared and len(answer.sightings) >= 45
    assert len(asked) <= 7
    with CaptureQueriesContext(connection) as asked:
        assert clearance("show", drafts=drafts[-1:]).cleared
    assert len(asked) <= 7
    with CaptureQueriesContext(connection) as asked:
        assert clearance("generate", references=references).cleared
    assert len(asked) <= 5
    with CaptureQueriesContext(connection) as asked:
        clearance("look", references=references)
    assert len(asked) == 0
