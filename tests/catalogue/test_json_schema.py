"""The JSON Schemas: those that are shipped are those that are made, and all files meet them."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assessment.catalogue.json_schema import DIALECT, FILES, schema_files
from assessment.catalogue.source import read_source
from assessment.catalogue.starter import starter_files
from assessment.resources import CRITERIA

SHIPPED = sorted(p for p in CRITERIA.glob("*/**/*.yaml") if p.parent.name != "translated")
"""What people wrote; what translations translate is recorded by a command."""
STARTER = starter_files("regional")


def schema_of(name: str) -> str:
    """Which schema a file of that name inside its scheme's folder has."""
    path = Path(name)
    if path.parent != Path():
        return f"{path.parent}.json"
    shared = ("scheme.yaml", "criteria.yaml", "anchors.yaml")
    return name.replace(".yaml", ".json") if name in shared else "label.json"


def value_of(text: str) -> Any:
    """The text's value as an editor hands it to a validator: keys are texts, decimals are floats."""
    value = read_source("f", text).value
    return json.loads(
        json.dumps(value, default=lambda d: float(d) if isinstance(d, Decimal) else d)
    )


def faults(schema: str, text: str) -> list[str]:
    """What the schema says of the text, as `place: message`."""
    validator = Draft202012Validator(json.loads(schema_files()[schema]))
    errors = validator.iter_errors(value_of(text))
    return [f"{error.json_path}: {error.message}" for error in errors]


def parts_of(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of a schema file."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts_of(inner)
    for inner in value if isinstance(value, list) else ():
        yield from parts_of(inner)


@pytest.mark.parametrize("name", FILES)
def test_shipped_schema_is_the_one_that_is_made(name: str) -> None:
    """Where this fails, run `assessment criteria schema --output criteria/schema`."""
    assert (CRITERIA / "schema" / name).read_text(encoding="utf-8") == schema_files()[name]


@pytest.mark.parametrize("name", FILES)
def test_schema_is_valid_and_names_its_dialect(name: str) -> None:
    schema = json.loads(schema_files()[name])
    assert schema["$schema"] == DIALECT
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", FILES)
def test_each_mapping_and_each_key_is_explained(name: str) -> None:
    schema = json.loads(schema_files()[name])
    for part in (schema, *schema.get("$defs", {}).values()):
        assert part["description"], part["title"]
        for key, value in part.get("properties", {}).items():
            assert value.get("description", "").endswith((".", '"')), f"{part['title']}.{key}"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_file_meets_its_schema_and_names_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    scheme = next(parent for parent in path.parents if (parent / "scheme.yaml").exists())
    name = path.relative_to(scheme).as_posix()
    assert faults(schema_of(name), text) == []
    depth = "../" * (name.count("/") + 1)
    head = f"# yaml-language-server: $schema={depth}schema/{schema_of(name)}"
    assert text.splitlines()[0] == head


@pytest.mark.parametrize("name", STARTER)
def test_starter_file_meets_its_schema(name: str) -> None:
    assert faults(schema_of(name), STARTER[name]) == []


@pytest.mark.parametrize(
    "rule",
    [
        "evidence: none",
        "evidence: {from_level: 2}",
        "evidence: [{from_level: 1}, {from_level: 2, kinds: [image], months_old_at_most: 6}]",
        "justification: none",
        "justification: {from_level: 1}",
        "scale: none",
        "effort: 3",
        "effort: {1: 1, 2: 4}",
        "rating: {ladder: {1: [planned, {of: cost, at_least: 2.5}], 2: [plan/checked]}}",
        "rating: {lowest: [{tally: {of: a, worth: {x: 1}}}, {choice: {of: b, levels: {y: 0}}}]}",
        "rating: {bands: {of: share, at_most: {1: 40, 2: 30}}}",
        "when: {not: {any: [{level_of: plan, at_least: 2}, {of: a, equals: true}]}}",
        "figures: [{id: age, years_since: founded}, {id: s, ratio: [a, b.c], in_percent: true}]",
        "questions: [{id: a, type: money, currency: EUR}, {id: b, type: choice, options: [x, y]}]",
    ],
)
def test_every_form_of_a_rule_is_known(rule: str) -> None:
    assert faults("criteria.json", f"criteria:\n  - id: a\n    {rule}\n") == []


@pytest.mark.parametrize(
    "rule",
    [
        "evidence: some",
        "evidence: {at_least: 2}",
        "evidence: null",
        "justification: {}",
        "justification: {from_level: null}",
        "effort: 0",
        "effort: {21: 1}",
        "level: 2",
        "rating: {}",
        "rating: {mean: [{choice: {of: b, levels: {y: 0}}}]}",
        "rating: {bands: {of: share}}",
        "rating: {bands: {of: share, at_least: {a: 1}}}",
        "rating: {bands: {of: s, at_least: {1: 1}}, choice: {of: b, levels: {y: 0}}}",
        "when: {of: a}",
        "when: {of: a, equals: 1, at_least: 2}",
        "when: {all_of: [{of: a, equals: 1}]}",
        "when: {level_of: plan}",
        "when: {of: a, equals: 1, not: {of: a, equals: 1}}",
        "figures: [{id: age}]",
        "figures: [{id: age, sum: [a], ratio: [a, b]}]",
        "questions: [{id: a, type: money}]",
        "questions: [{id: a, type: table}]",
        "questions: [{id: a, type: text, at_least: 1}]",
        "questions: [{id: A, type: text}]",
    ],
)
def test_every_other_form_of_a_rule_is_a_fault(rule: str) -> None:
    assert faults("criteria.json", f"criteria:\n  - id: a\n    {rule}\n") != []


@pytest.mark.parametrize(
    ("change", "is_good"),
    [
        ("{class: rescored}", True),
        ("{class: split, into: [a, b]}", True),
        ("{class: merged, into: a}", True),
        ("{class: split, into: a}", False),
        ("{class: split}", False),
        ("{class: merged, into: [a, b]}", False),
        ("{class: new, into: a}", False),
        ("{kind: new}", False),
    ],
)
def test_changes_go_where_their_class_leads(change: str, is_good: bool) -> None:
    text = f'from: "1"\nto: "2"\ncriteria: {{team: {change}}}\n'
    assert (faults("changes.json", text) == []) is is_good


def test_examples_may_expect_nothing() -> None:
    expect = "{criteria: {team: {points: null, level: null, reason: unanswered}}}"
    text = f"label: gold\ncases: [{{id: a, expect: {expect}}}]\n"
    assert faults("examples.json", text) == []


def test_translation_may_lack_texts() -> None:
    text = "language: fi\nscheme: {title: Uusi}\ncriteria: {strategy: {title: Strategia}}\n"
    assert faults("texts.json", text) == []
    assert faults("texts.json", "scheme: {title: Uusi}\n") != []


def test_points_are_more_than_nothing() -> None:
    text = STARTER["first-label.yaml"].replace("threshold: 36 ", "threshold: 0 ")
    assert faults("label.json", text) != []
