from decimal import Decimal

import pytest

from assessment.catalogue.source import MAX_BYTES, MAX_KEY, MAX_VALUES, read_source
from tests.catalogue.building import source_faults

ANCHORS = "anchors (&) and aliases (*) are not used here; put a text that begins so in quotes"
TAGS = "tags (!) are not used here; put a text that begins so in quotes"
DIRECTIVES = "directives (%) are not used in criteria files"
KEY = "expected a plain word or a whole number as a key"
DEEP = "expected at most 20 levels of nesting, found more"


def test_values_are_texts_numbers_truth_and_nothing():
    text = "a: word\nb: 7\nc: -1\nd: 1.50\ne: true\nf: False\ng: null\nh:\ni: '7'\nj: ~\nk: +.5\n"
    value = read_source("f", text).value
    half = Decimal("0.5")
    expected = ["word", 7, -1, Decimal("1.50"), True, False, None, None, "7", None, half]
    assert list(value.values()) == expected
    assert [type(v) for v in value.values()] == [type(v) for v in expected]


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "y", "n", "No", "NO", "tRUE", "nULL"])
def test_no_and_its_like_stay_words(word):
    assert read_source("f", f"a: {word}\n{word}: 1\n").value == {"a": word, word: 1}


@pytest.mark.parametrize("word", ["2026-01-01", "12:30", "1_000", "1,5", "=", "<<", "1.2.3"])
def test_what_is_no_plain_number_is_a_text(word):
    assert read_source("f", f"a: {word}\n").value == {"a": word}


def test_decimal_numbers_are_exact():
    value = read_source("f", "a: 0.1\nb: 33.333333333333333333333333333\n").value
    assert value == {"a": Decimal("0.1"), "b": Decimal("33.333333333333333333333333333")}


def test_keys_are_words_or_whole_numbers():
    assert read_source("f", "a: 1\n2: 3\n'4': 5\n").value == {"a": 1, 2: 3, "4": 5}


def test_lines_of_keys_and_items_are_known():
    source = read_source("f", "# head\na: 1\n\nb:\n  - x\n  -\n    c: 2\n")
    assert source.lines == {
        (): 2,
        ("a",): 2,
        ("b",): 4,
        ("b", 0): 5,
        ("b", 1): 7,
        ("b", 1, "c"): 7,
    }


def test_place_without_a_line_has_the_line_around_it():
    source = read_source("f", "a: 1\nb:\n  c: 2\n")
    assert [source.line(place) for place in [("b", "d", 0), ("x",), ()]] == [2, 1, 1]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_count_with_every_line_ending(newline):
    text = newline.join(["a: 1", "b: 2", "a: 3", ""])
    assert source_faults(text) == ["f:3: the key 'a' stands here a second time"]


def test_byte_order_mark_is_skipped():
    assert read_source("f", "\ufeffa: 1\n").value == {"a": 1}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", ["f:4: the key 'c' stands here a second time"]),
        ("a: 1\nb: {c: 1,\n    c: 2}\n", ["f:3: the key 'c' stands here a second time"]),
        ("1: x\n1: y\n", ["f:2: the key '1' stands here a second time"]),
        ("1: x\n01: y\n", ["f:2: the key '1' stands here a second time"]),
    ],
)
def test_key_stands_once(text, faults):
    assert source_faults(text) == faults


def test_same_key_in_different_places_is_no_fault():
    assert read_source("f", "a: {c: 1}\nb: {c: 1}\n").value == {"a": {"c": 1}, "b": {"c": 1}}


@pytest.mark.parametrize("key", ["true", "1.5", "~", "[1, 2]", "{x: 1}", "*x"])
def test_other_keys_are_refused(key):
    assert f"f:2: {KEY}" in source_faults(f"a: 1\n? {key}\n: 2\n")


def test_key_has_an_end():
    assert read_source("f", f"? {'k' * MAX_KEY}\n: 1\n").value == {"k" * 500: 1}
    expected = ["f:1: expected at most 500 characters in a key, found 501"]
    assert source_faults(f"? {'k' * 501}\n: {{c: 1}}\n") == expected


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: 1\nb: &x 2\n", [f"f:2: {ANCHORS}"]),
        ("a: 1\n&x b: 2\n", [f"f:2: {ANCHORS}"]),
        ("a: &x [1]\nb: *x\n", [f"f:1: {ANCHORS}", f"f:2: {ANCHORS}"]),
        ("a: 1\nb: &x\n  c: *x\n", [f"f:2: {ANCHORS}", f"f:3: {ANCHORS}"]),
        ("a: &x 1\nb: 1\nc: &x 2\n", [f"f:1: {ANCHORS}", f"f:3: {ANCHORS}"]),
        ("a: 1\nb: *x\n", [f"f:2: {ANCHORS}"]),
        ("a: 1\n<<: *x\n", [f"f:2: {ANCHORS}"]),
    ],
)
def test_anchors_and_aliases_are_refused(text, faults):
    assert source_faults(text) == faults


def test_bomb_of_aliases_does_not_go_off():
    layers = ["a0: &a0 [x, x]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40))]
    assert source_faults("\n".join(layers)) == [f"f:{line}: {ANCHORS}" for line in range(1, 41)]


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.system [ls]",
        "!!str 5",
        "!!int '5'",
        "!own 5",
        "!own [5]",
        "!own {x: 5}",
        "!!set {x}",
        "!!binary aGk=",
        "!<foreign> [5]",
        "! 5",
    ],
)
def test_tags_are_refused(value):
    assert source_faults(f"a: 1\nb: {value}\n") == [f"f:2: {TAGS}"]


def test_tag_on_a_key_is_refused():
    assert source_faults("a: 1\n!own b: 2\n") == [f"f:2: {TAGS}"]


@pytest.mark.parametrize("directive", ["%YAML 1.1", "%TAG ! tag:x,2000:"])
def test_directives_are_refused(directive):
    assert source_faults(f"{directive}\n---\na: no\n") == [f"f:1: {DIRECTIVES}"]


@pytest.mark.parametrize("directive", ["%YAML 3.0", "%OWN x"])
def test_directives_that_nobody_knows_are_refused(directive):
    (fault,) = source_faults(f"# head\n\n{directive}\n---\na: no\n")
    assert fault.startswith("f:3: not valid YAML: found ")


def test_percent_sign_inside_a_text_is_no_directive():
    assert read_source("f", "a: >-\n  80\n  % of all\n").value == {"a": "80 % of all"}


@pytest.mark.parametrize("value", ["0x1F", "0o17", ".inf", "-.Inf", ".nan", "1e3", "-2.5E-7"])
def test_numbers_in_other_notations_are_refused(value):
    message = f"'{value}': write a number in plain digits, a text in quotes"
    assert source_faults(f"a: 1\nb: {value}\n") == [f"f:2: {message}"]
    assert read_source("f", f"b: '{value}'\n").value == {"b": value}


def test_number_of_absurd_length_is_refused():
    message = "expected at most 30 digits; write a text in quotes"
    assert source_faults(f"a: 1\nb: {'9' * 5000}\n") == [f"f:2: '{'9' * 40}': {message}"]
    assert source_faults(f"{'9' * 31}: 1\n")[0] == f"f:1: '{'9' * 31}': {message}"
    assert read_source("f", f"a: {'9' * 30}\n").value == {"a": 10**30 - 1}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "   "])
def test_empty_file_is_refused(text):
    assert source_faults(text) == ["f:1: the file is empty"]


def test_second_document_is_refused():
    expected = ["f:2: expected one document, and here begins another"]
    assert source_faults("a: 1\n---\nb: 2\n") == expected


def test_mark_of_the_beginning_is_taken():
    assert read_source("f", "# head\n---\na: 1\n...\n").value == {"a": 1}


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\ufffe"])
def test_character_that_does_not_show_is_told_with_its_line(character):
    message = f"the character U+{ord(character):04X}, which does not show, is not allowed"
    assert source_faults(f"a: 1\r\n# ää\r\nb: x{character}\n") == [f"f:3: {message}"]


def test_half_a_character_is_told_with_its_line():
    message = "the character U+D800, which does not show, is not allowed"
    assert source_faults("a: 1\nb: x\ud800\n") == [f"f:2: {message}"]


@pytest.mark.parametrize(("escape", "code"), [("\\0", "0000"), ("\\x07", "0007"), ("\\L", "2028")])
def test_character_that_does_not_show_is_refused_as_an_escape_too(escape, code):
    message = f"the character U+{code}, which does not show, is not allowed"
    assert source_faults(f'a: 1\nb: "x{escape}"\n') == [f"f:2: {message}"]


def test_other_escapes_are_taken():
    assert read_source("f", '"a\\tb": "\\u00e4\\n\\U0001F600"\n').value == {"a\tb": "ä\n😀"}


def test_twenty_levels_are_deep_enough():
    assert read_source("f", "[" * 20 + "]" * 20)
    assert source_faults("[" * 21 + "x" + "]" * 21) == [f"f:1: {DEEP}"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: " + "[" * 300 + "]" * 300, 2),
        ("a: 1\nb: " + "{x: " * 300 + "1" + "}" * 300, 2),
        ("\n".join("  " * i + "a:" for i in range(300)), 22),
        ("a:\n" + "- " * 50_000, 2),
        ("[" * 50_000, 1),
        ("{" * 50_000, 1),
        ("? " * 50_000, 1),
    ],
)
def test_deep_nesting_is_refused_without_exhausting_the_stack(text, line):
    assert f"f:{line}: {DEEP}" in source_faults(text)


def test_values_are_counted():
    assert read_source("f", "[" + "a," * (MAX_VALUES - 1) + "]")
    expected = ["f:1: expected at most 20000 values, found more"]
    assert source_faults("[" + "a," * MAX_VALUES + "]") == expected


def test_size_counts_in_bytes():
    head = "a: 1\n#"
    assert read_source("f", head + "x" * (MAX_BYTES - len(head))).value == {"a": 1}
    larger = ["f:1: expected at most 1000000 bytes, found more"]
    assert source_faults(head + "x" * (MAX_BYTES - len(head) + 1)) == larger
    assert source_faults(head + "ä" * (MAX_BYTES // 2)) == larger


def test_every_fault_of_a_text_comes_at_once():
    assert source_faults("a: 0x1\nb: &x 1\nc: !own 2\nc: 3\nd: [\n") == [
        "f:1: '0x1': write a number in plain digits, a text in quotes",
        f"f:2: {ANCHORS}",
        f"f:3: {TAGS}",
        "f:4: the key 'c' stands here a second time",
        "f:5: not valid YAML: expected a value",
    ]


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\u2028"])
@pytest.mark.parametrize("form", ["a: x{}y\n", 'a: "x\\u{:04X}y"\n'])
def test_character_that_turns_or_hides_text_is_refused(character, form):
    written = ord(character) if "04X" in form else character
    message = f"the character U+{ord(character):04X}, which does not show, is not allowed"
    assert source_faults(f"b: 1\n{form.format(written)}") == [f"f:2: {message}"]


def test_wide_space_before_a_key_is_named_on_its_line():
    message = "the space U+00A0 at the beginning of the line: write plain spaces"
    assert source_faults("a:\n  b: 1\n\u00a0 c: 2\n") == [f"f:3: {message}"]
    inside = "a:\n  - b: 1\n \u00a0  c: 2\n"
    assert source_faults(inside) == [f"f:3: not valid YAML: {message}"]


def test_wide_space_inside_a_text_is_kept():
    assert read_source("f", "a: >-\n  10\u00a0km\n  \u00a0far\n").value == {
        "a": "10\u00a0km \u00a0far"
    }
