"""What a form has to refuse."""

from tests.catalogue.building import FILES
from tests.catalogue.hostile_making import (
    FULL,
    Cases,
    Files,
    bank,
    collecting,
    english,
    flow,
)

CASES: Cases = {}
case = collecting(CASES)


@case
def unknown_keys() -> Files:
    return bank("".join(f"criterio{i}: 1\n" for i in range(FULL)))


@case
def unknown_keys_in_every_criterion() -> Files:
    keys = flow(f"questio{i}: 1" for i in range(17))
    return bank("criteria:\n" + f"- {{id: a, {keys}}}\n" * (FULL // 20))


@case
def empty_criteria() -> Files:
    return bank("criteria:\n" + "- {}\n" * 1000)


@case
def wrong_texts_under_wrong_keys() -> Files:
    return english(FILES["texts/en.yaml"] + f"units: {{{flow(f'K{i}: 1' for i in range(FULL))}}}\n")


@case
def wrong_texts_under_very_long_keys() -> Files:
    inner = flow(f"k{i}: 1" for i in range(FULL // 20))
    keys = "".join(f"  {'k' * 480}{i}: {{{inner}}}\n" for i in range(19))
    return english("language: en\ncriteria:\n" + keys)


@case
def values_of_no_kind_in_a_condition() -> Files:
    return bank(f"criteria: [{{id: a, when: {{of: x, one_of: [{flow(['[]'] * FULL)}]}}}}]\n")


@case
def conditions_of_no_kind() -> Files:
    return bank(f"criteria: [{{id: a, when: {{all: [{flow(['{}'] * FULL)}]}}}}]\n")


@case
def a_level_for_every_number() -> Files:
    levels = flow(f"{i}: x" for i in range(FULL))
    return bank(f"criteria: [{{id: a, rating: {{bands: {{of: x, at_least: {{{levels}}}}}}}}}]\n")


@case
def efforts_of_no_kind() -> Files:
    return bank("criteria:\n" + "- {id: a, effort: {1: x, y: 2, 99: []}}\n" * 1000)


@case
def fingerprints_of_nothing() -> Files:
    texts = flow(f"k{i}: {i}" for i in range(FULL))
    return FILES | {"translated/fi.yaml": f"language: fi\ntexts: {{{texts}}}\n"}
