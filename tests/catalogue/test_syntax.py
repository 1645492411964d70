"""What is not YAML at all, in words that tell an author what to do."""

import pytest

from tests.catalogue.building import source_faults

COLON = (
    "a colon where none can stand: mend the spaces at the beginning of the line,"
    " or put the text in quotes"
)
KEY = "expected a key: mend the spaces at the beginning of the line, or the quotes before"


def fault_in(text: str) -> str:
    (fault,) = source_faults(text)
    before, _, message = fault.partition(": not valid YAML: ")
    return f"{before.removeprefix('f:')}: {message}"


@pytest.mark.parametrize("text", ["title: Gold: proven\n", "title: Gold\n  claim: proven\n"])
def test_colon_inside_a_text(text):
    assert fault_in(text) == f"{text.count(chr(10))}: {COLON}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a:\n   b: 1\n  c: 2\n", 3),
        ("a: 'it's'\n", 1),
        ("a: 'it' is\n", 1),
        ("a: 1\n- b\n", 2),
        ("a: [b]]\n", 1),
        ("a: |\n  x\n y\n", 3),
    ],
)
def test_key_that_does_not_begin_where_the_others_do(text, line):
    assert fault_in(text) == f"{line}: {KEY}"


def test_tab_at_the_beginning_of_a_line():
    expected = "3: a tab at the beginning of the line: write spaces"
    assert fault_in("a:\n  b: 1\n\tc: 2\n") == expected


@pytest.mark.parametrize("sign", ["@", "%", "`"])
def test_text_that_begins_with_a_special_sign(sign):
    expected = "2: a text cannot begin with this character: put it in quotes"
    assert fault_in(f"a: 1\nb: {sign}home\n") == expected


@pytest.mark.parametrize("text", ["a: **bold**\n", "a: * item\n", "a: & so on\n"])
def test_text_that_begins_like_an_alias(text):
    assert fault_in(text) == "1: a text cannot begin with & or *: put it in quotes"


@pytest.mark.parametrize("quote", ["'", '"'])
def test_quote_that_never_closes_is_told_where_it_opens(quote):
    expected = "2: the quotes that open here are never closed"
    assert fault_in(f"a: 1\nb: {quote}open\nc: 3\nd: 4\n") == expected


def test_list_that_never_closes_is_told_with_the_line_where_it_begins():
    expected = "4: expected a comma, or ] at the end of the list that begins on line 2"
    assert fault_in("a: 1\nb: [1,\n  2\nc: 3\n") == expected


def test_mapping_that_never_closes_is_told_with_the_line_where_it_begins():
    expected = "3: expected a comma, or } at the end of the keys and values that begin on line 2"
    assert fault_in("a: 1\nb: {c: 1\nd: 3\n") == expected


def test_key_without_a_colon():
    assert fault_in("a: 1\nbronze\nc: 3\n") == "2: expected a colon and a space after this key"


def test_item_without_a_hyphen():
    expected = "2: expected another item of the list, which begins with a hyphen"
    assert fault_in("- a\nb: 1\n") == expected


def test_list_behind_a_key():
    expected = (
        "1: a list cannot begin here: begin it on a line of its own, or put the text in quotes"
    )
    assert fault_in("a: - b\n") == expected


def test_colon_without_a_space_between_braces():
    expected = "1: expected a space after this colon, or the text in quotes"
    assert fault_in("a: {b:, c: 1}\n") == expected


def test_unknown_escape():
    expected = "2: write a backslash twice, or the text in single quotes"
    assert fault_in('a: 1\nb: "C:\\zeta"\n') == expected


def test_bracket_where_a_value_should_be():
    assert fault_in("a: 1\nb: }\n") == "2: expected a value"


def test_text_that_ends_too_early_is_told_at_its_last_line():
    assert fault_in("a: 1\nb: {\n\n") == "2: expected a value"


def test_other_faults_are_told_in_the_words_of_the_parser():
    assert fault_in("a: |x\n  b\n") == "1: did not find expected comment or line break"
