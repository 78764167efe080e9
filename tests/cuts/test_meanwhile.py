"""What happens to a cut's shots, sounds and people meanwhile is said of the cut, and holds it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from slowfilm.cuts.clearing import cleared
from slowfilm.cuts.models import CutVersion
from slowfilm.cuts.rendering import render_cut
from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.shots.actions import select_draft
from slowfilm.shots.models import Draft
from slowfilm.storage import Holding
from tests import make
from tests.cuts.made import by, clip, cut, saved, version
from tests.generations import made


@pytest.fixture
def draft(film: Film) -> Draft:
    return make.draft(film, nobody_declared_by="system")


def freeze(draft: Draft) -> None:
    """Somebody in it has withdrawn."""
    Holding.objects.filter(blob=draft.master_id).update(frozen_at=timezone.now())


def said(of: CutVersion) -> list[str]:
    """What stands in the way of showing it."""
    return cleared(of).sentences()


def test_a_frozen_draft_is_named_and_not_rendered(film: Film, draft: Draft, client: Client) -> None:
    shown = version(film, draft, make.draft(film, nobody_declared_by="system"))
    assert said(shown) == []
    freeze(draft)
    assert said(shown) == [f"{draft.name}: It is frozen: somebody in it has withdrawn."]
    with pytest.raises(Refused, match="uncleared") as refused:
        render_cut(**by(film), version=shown.id)
    assert draft.name in str(refused.value.reason)
    client.force_login(make.director(film).user)
    where = f"/films/{film.id}/cuts/{shown.cut_id}"
    assert client.get(f"{where}/paint").json()["frozen"] == [str(draft.id)]
    panel = client.get(f"{where}/versions/panel").content.decode()
    assert "can&#x27;t be rendered yet" in panel or "can't be rendered yet" in panel
    assert f"/drafts/{draft.id}/people/" in panel and "Not cleared" in panel


def test_a_release_that_is_missing_or_a_sound_without_basis_is_named(
    film: Film, draft: Draft
) -> None:
    music = made.sound(film)
    track = {"track": 1, "reference": music.id, "at": 0, "start_ms": 0, "end_ms": 900}
    shown = saved(cut(film), [clip(draft)], sounds=[track])
    (missing,) = cleared(shown).told()
    assert missing[0].startswith(music.name) and str(music.id) in missing[1]
    make.describe(music, rights="Ours.", study=True)
    assert "for reference only" in said(shown)[0]
    make.describe(music, study=False)
    make.name(music, heard=[make.person(film, "Zhou")])
    assert "Zhou has given no release" in said(shown)[0]


def test_a_shot_that_is_replaced_or_locked_elsewhere_stays_in_the_cut(
    film: Film, draft: Draft
) -> None:
    shown = version(film, draft)
    other = make.draft(film, draft.shot, nobody_declared_by="system")
    select_draft(**by(film), draft=other.id)
    make.lock(other)
    again = saved(shown.cut, [clip(draft, 3)])
    assert [each.draft for each in again.clips.all()] == [draft]
    render_cut(**by(film), version=again.id)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told_of_the_other() -> None:
    film = make.film()
    draft = make.draft(film)
    begun = version(film, draft).cut

    def save(first: int) -> str:
        try:
            saved(begun, [clip(draft, first)], made_from=1)
        except Refused as refused:
            assert "Nothing of yours is lost" in str(refused.reason)
            return refused.code
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(save, range(1, 5)))
    assert told == ["conflict"] * 3 + ["saved"]
    assert begun.versions.count() == 2
    saved(begun, [clip(draft, 9)])
    firsts = [each.clips.get().first for each in begun.versions.all()]
    assert (firsts[0], firsts[2]) == (0, 9), "and saved on top, nobody's version is gone"
