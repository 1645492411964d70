import pytest

from assessment.catalogue.source import MAX_BYTES, read_source
from tests.catalogue.building import source_faults

ANCHORS = "anchors (&) and aliases (*) are not used in criteria files"
TAGS = "tags (!) are not used in criteria files"
DIRECTIVES = "not valid YAML: directives (%) are not used in criteria files"
KEY = "a key must be a plain word or a whole number"


def test_values_are_texts_numbers_truth_and_nothing():
    text = "a: word\nb: 7\nc: -1\nd: 1.5\ne: true\nf: false\ng: null\nh:\ni: '7'\n"
    value = read_source("f", text).value
    expected = ["word", 7, -1, 1.5, True, False, None, None, "7"]
    assert list(value.values()) == expected
    assert [type(v) for v in value.values()] == [type(v) for v in expected]


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "y", "n", "No", "NO"])
def test_no_and_its_like_stay_words(word):
    assert read_source("f", f"a: {word}\n{word}: 1\n").value == {"a": word, word: 1}


def test_keys_are_words_or_whole_numbers():
    assert read_source("f", "a: 1\n2: 3\n").value == {"a": 1, 2: 3}


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
    ],
)
def test_key_stands_once(text, faults):
    assert source_faults(text) == faults


def test_same_key_in_different_places_is_no_fault():
    assert read_source("f", "a: {c: 1}\nb: {c: 1}\n").value == {"a": {"c": 1}, "b": {"c": 1}}


@pytest.mark.parametrize("key", ["true", "1.5", "~", "[1, 2]", "{x: 1}", "2026-01-01"])
def test_other_keys_are_refused(key):
    assert f"f:2: {KEY}" in source_faults(f"a: 1\n? {key}\n: 2\n")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: 1\nb: &x 2\n", [f"f:2: {ANCHORS}"]),
        ("a: 1\n&x b: 2\n", [f"f:2: {ANCHORS}"]),
        ("a: &x [1]\nb: *x\n", [f"f:1: {ANCHORS}"]),
        ("a: 1\nb: &x\n  c: *x\n", [f"f:2: {ANCHORS}"]),
        ("a: &x 1\nb: 1\nc: &x 2\n", [f"f:1: {ANCHORS}", f"f:3: {ANCHORS}"]),
        ("a: 1\nb: *x\n", ["f:2: not valid YAML: found undefined alias 'x'"]),
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
    ],
)
def test_tags_are_refused(value):
    assert source_faults(f"a: 1\nb: {value}\n") == [f"f:2: {TAGS}"]


def test_tag_on_a_key_is_refused():
    assert source_faults("a: 1\n!own b: 2\n") == [f"f:2: {TAGS}"]


@pytest.mark.parametrize("directive", ["%YAML 1.1", "%YAML 1.9", "%TAG ! tag:x,2000:", "%OWN x"])
def test_directives_are_refused(directive):
    assert source_faults(f"# head\n\n{directive}\n---\na: no\n") == [f"f:3: {DIRECTIVES}"]


def test_directive_between_the_keys_is_refused():
    assert source_faults("a: 1\n%YAML 1.9\nb: 2\n") == [f"f:2: {DIRECTIVES}"]


def test_percent_sign_inside_a_text_is_no_directive():
    assert read_source("f", "a: >-\n  80\n  % of all\n").value == {"a": "80 % of all"}


@pytest.mark.parametrize(
    "value", ["2026-01-01", "0x1F", "0o17", ".inf", "-.inf", ".nan", "=", "<<"]
)
def test_other_scalars_are_refused(value):
    message = f"'{value}' is not a text or number that criteria files use"
    assert source_faults(f"a: 1\nb: {value}\n") == [f"f:2: {message}"]


def test_number_of_absurd_length_is_refused():
    (fault,) = source_faults(f"a: 1\nb: {'9' * 5000}\n")
    assert fault == f"f:2: '{'9' * 40}' is not a text or number that criteria files use"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_empty_file_is_refused(text):
    assert source_faults(text) == ["f:1: the file is empty"]


def test_second_document_is_refused():
    expected = ["f:2: not valid YAML: but found another document"]
    assert source_faults("a: 1\n---\nb: 2\n") == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a:\n  b: 1\n\tc: 2\n", 3),
        ("a: 1\nb: [1, 2\nc: 3\n", 3),
        ("a: 1\nb: 'open\n", 3),
        ("a: 1\n  b: 2\n", 2),
        ("a: 1\nb: @home\n", 2),
        ('a: 1\nb: "\\z"\n', 2),
    ],
)
def test_broken_yaml_is_told_with_its_line(text, line):
    (fault,) = source_faults(text)
    assert fault.startswith(f"f:{line}: not valid YAML: ")


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\ud800"])
def test_control_character_is_told_with_its_line(character):
    code = f"U+{ord(character):04X}"
    expected = [f"f:3: not valid YAML: the character {code} is not allowed"]
    assert source_faults(f"a: 1\n# ä\nb: x{character}\n") == expected


def test_twenty_levels_are_deep_enough():
    assert read_source("f", "[" * 20 + "]" * 20)
    assert source_faults("[" * 21 + "x" + "]" * 21) == ["f:1: nested more than 20 levels deep"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: " + "[" * 300 + "]" * 300, 2),
        ("a: 1\nb: " + "{x: " * 300 + "1" + "}" * 300, 2),
        ("\n".join("  " * i + "a:" for i in range(300)), 21),
        ("a:\n" + "- " * 50_000, 2),
        ("[" * 50_000, 1),
    ],
)
def test_deep_nesting_is_refused_without_exhausting_the_stack(text, line):
    assert source_faults(text) == [f"f:{line}: nested more than 20 levels deep"]


def test_size_counts_in_bytes():
    head = "a: 1\n#"
    assert read_source("f", head + "x" * (MAX_BYTES - len(head))).value == {"a": 1}
    larger = [f"f:1: larger than {MAX_BYTES} bytes"]
    assert source_faults(head + "x" * (MAX_BYTES - len(head) + 1)) == larger
    assert source_faults(head + "ä" * (MAX_BYTES // 2)) == larger


def test_every_fault_of_a_text_comes_at_once():
    assert source_faults("a: 0x1\nb: &x 1\nc: !own 2\nc: 3\n") == [
        "f:1: '0x1' is not a text or number that criteria files use",
        f"f:2: {ANCHORS}",
        f"f:3: {TAGS}",
        "f:4: the key 'c' stands here a second time",
    ]
