"""The people of a film."""

import pytest

from slowfilm.films.models import Film
from slowfilm.people.models import Person
from tests import make


@pytest.fixture
def lin(film: Film) -> Person:
    """The director, as a person."""
    return make.person(film, member=make.director(film))


@pytest.fixture
def zhou(film: Film) -> Person:
    """A neighbour, who has no account."""
    return make.person(film, "周")
