"""@林遥（1998）: which character a text means."""

from uuid import UUID

import pytest

from slowfilm.references.naming import fold, mentions

YOUNG, OLD, ADA = (UUID(int=number) for number in (1, 2, 3))
TITLES = {YOUNG: "林遥（1998）", OLD: "林遥（2024）", ADA: "Ada Bell（now）"}
NAMES = {YOUNG: "林遥", OLD: "林遥", ADA: "Ada Bell"}


def meant(text: str) -> list[UUID | None]:
    return [each.character for each in mentions(text, TITLES, NAMES)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@林遥（1998）", YOUNG),
        ("看@林遥(1998)吗", YOUNG),
        ("@林遥 （１９９８）", YOUNG),
        ("@林遥(2024) turns", OLD),
        ("@ada bell（NOW）", ADA),
        ("@AdaBell (now)", ADA),
        ("@Ada Bell smiles", ADA),
        ("@Ada Bell (smiling) turns", ADA),
        ("@Ada Bell waits (as in 1998)", ADA),
    ],
)
def test_widths_case_and_spaces_make_no_difference(text: str, who: UUID) -> None:
    assert meant(text) == [who]


def test_a_name_that_two_have_is_ambiguous_and_others_are_unknown() -> None:
    (either,) = mentions("@林遥 waits", TITLES, NAMES)
    assert (either.character, either.candidates) == (None, (YOUNG, OLD))
    for text in ("@林遥（1997）", "@Ada Bell（then）", "@Ada Bell (1997)", "@somebody", "@老人"):
        (unknown,) = mentions(text, TITLES, NAMES)
        assert (unknown.character, unknown.candidates) == (None, ()), text
    assert unknown.written == "老人"


def test_tags_addresses_and_lone_signs_are_no_names() -> None:
    assert mentions("@Image1里 @Video2(left) @Picture1 ada@bell.org, @ 3 pm @", TITLES, NAMES) == []


def test_in_the_order_of_the_text_each_once() -> None:
    assert meant("@林遥（2024）, @林遥（1998）, @林遥(2024)") == [OLD, YOUNG]
    assert fold("林遥 （１９９８）") == fold("林遥(1998)")


def test_of_two_names_the_longer_is_meant() -> None:
    titles = {YOUNG: "Ada（1）", OLD: "Ada（1）b（2）"}
    names = {YOUNG: "Ada", OLD: "Ada（1）b"}
    assert [each.character for each in mentions("@Ada（1）b（2）", titles, names)] == [OLD]
