"""What a parser has to swallow."""

from tests.catalogue.hostile_making import FULL, Cases, Files, bank, collecting, filled, flow

CASES: Cases = {}
case = collecting(CASES)


@case
def one_long_plain_text() -> Files:
    return bank(filled("criteria: ", "x"))


@case
def one_plain_text_on_many_lines() -> Files:
    return bank(filled("criteria: x\n", " x\n"))


@case
def one_block_of_text() -> Files:
    return bank(filled("criteria: |\n", "  x\n"))


@case
def one_text_of_escapes() -> Files:
    return bank(filled('criteria: "', "\\x41", '"'))


@case
def one_number_of_a_million_digits() -> Files:
    return bank(filled("criteria: ", "9"))


@case
def one_key_of_a_million_letters() -> Files:
    return bank(filled("? ", "k", "\n: 1\n"))


@case
def lists_in_lists() -> Files:
    return bank(filled("criteria: ", "["))


@case
def keys_in_keys() -> Files:
    return bank(filled("", "{a: "))


@case
def items_in_items() -> Files:
    return bank(filled("criteria:\n", "- "))


@case
def keys_that_are_keys_of_keys() -> Files:
    return bank(filled("", "? "))


@case
def nothing_but_empty_lines() -> Files:
    return bank(filled("", "\n"))


@case
def nothing_but_comments() -> Files:
    return bank(filled("", "#\n"))


@case
def nothing_but_commas() -> Files:
    return bank(filled("criteria: [", ","))


@case
def a_quote_that_never_closes() -> Files:
    return bank(filled("criteria: '", "x\n "))


@case
def one_document_after_the_other() -> Files:
    return bank(filled("", "---\n"))


@case
def one_directive_after_the_other() -> Files:
    return bank(filled("", "%TAG !a! tag:a\n"))


@case
def a_control_character_at_the_end() -> Files:
    return bank(filled("criteria: ", "ä", "\x07"))


@case
def a_list_of_very_many_items() -> Files:
    return bank(filled("criteria: [", "a,", "]"))


@case
def a_bomb_of_aliases() -> Files:
    layers = (f"a{i}: &a{i} [{flow([f'*a{i - 1}'] * 500)}]" for i in range(1, 40))
    return bank("a0: &a0 x\n" + "\n".join(layers) + "\n")


@case
def an_anchor_on_every_item() -> Files:
    return bank(f"criteria: [{flow(f'&a{i} x' for i in range(FULL))}]\n")


@case
def a_tag_on_every_item() -> Files:
    return bank(f"criteria: [{flow(['!own x'] * FULL)}]\n")


@case
def the_same_key_again_and_again() -> Files:
    return bank("a: 1\n" * FULL)
