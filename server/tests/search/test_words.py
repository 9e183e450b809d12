"""How texts are cut into words, and how a match is shown."""

import pytest

from seaway.domains.entities import words
from seaway.domains.entities.types import Match


def test_every_text_in_every_value_is_cut_into_words_once() -> None:
    held = {
        "readme": "# Pays, pays and PAYS",
        "tags": ["tier-1", {"deep": ["order_id"]}],
        "n": 7,
        "on": True,
        "no": None,
    }
    assert words.index(("payments-api", None), held) == "payments api pays and tier order id"


def test_words_of_other_scripts_are_words() -> None:
    assert words.index(("Größe", "Привет мир"), {"a": "日本語 x"}) == "größe привет мир 日本語"


def test_long_words_and_long_texts_are_bounded() -> None:
    assert words.index((), {"a": "x" * 100}) == "x" * words.LONGEST
    many = words.index((), {"a": " ".join(f"w{n}" for n in range(50_000)), "b": "behind"}).split()
    assert len(many) <= words.MOST_WORDS
    assert "behind" not in many


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Run book", "'run':* & 'book':*"),
        ("it's | a & !(trap):*", "'it':* & 'trap':*"),
        ("pay pay", "'pay':*"),
        ("((( ' \\", None),
        ("a b", None),
    ],
)
def test_a_search_asks_for_beginnings_of_words_whatever_else_is_typed(text: str, asked: str | None) -> None:
    assert words.query(text) == asked


def test_the_property_that_says_most_is_shown() -> None:
    held = {"one": "The runbook.", "two": "See the runbook of the harbour office", "three": ["other"]}
    assert words.found_in("harbour runb", held) == Match("two", "See the runbook of the harbour office")
    assert words.found_in("nothing", held) is None
    assert words.found_in("harbour", {"tag": "harbour", "note": "Of the harbour"}) == Match("note", "Of the harbour")


def test_an_excerpt_begins_and_ends_with_whole_words() -> None:
    held = {"readme": "lorem ipsum " * 20 + "harbour\n\n office " + "dolor sit " * 40}
    match = words.found_in("harbour", held)
    assert match is not None
    assert match.text.startswith("…")
    assert match.text.endswith("…")
    assert "harbour office dolor" in match.text
    assert set(match.text.strip("…").split()) <= {"lorem", "ipsum", "harbour", "office", "dolor", "sit"}


def test_a_word_is_found_only_where_one_begins() -> None:
    assert words.found_in("art", {"a": "start", "b": "art-work"}) == Match("b", "art-work")
