"""docs/criteria.md: every key is named, every example is valid, every command gives what is shown."""

import re
import shlex
import shutil
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args

import click
import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from assessment.catalogue.schema.anchors import AnchorEntry, AnchorsFile
from assessment.catalogue.schema.base import Part
from assessment.catalogue.schema.conditions import ConditionEntry
from assessment.catalogue.schema.criteria import (
    CriteriaFile,
    CriterionEntry,
    CriterionRules,
    RatingEntry,
)
from assessment.catalogue.schema.examples import AnswerEntry, AnswersFile, CaseEntry, ExamplesFile
from assessment.catalogue.schema.labels import (
    AskedCriterion,
    AskedSection,
    LabelFile,
    PanelRule,
)
from assessment.catalogue.schema.questions import FigureEntry, QuestionEntry, TableColumn
from assessment.catalogue.schema.scheme import ReviewEntry, SchemeFile
from assessment.catalogue.schema.texts import ColumnTexts, QuestionTexts, TextsFile
from assessment.catalogue.schema.versions import ChangeClass, ChangesFile, TranslatedFile
from assessment.catalogue.source import read_source
from assessment.cli.criteria import command as group
from assessment.cli.demonstration import command as demonstration
from assessment.domain.clusters import ClusterFact
from assessment.domain.questions import QuestionType
from assessment.domain.scorecard import Reason

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "criteria.md").read_text(encoding="utf-8")

TABLES: dict[str, tuple[type[Part], ...]] = {
    "scheme.yaml": (SchemeFile,),
    "Review": (ReviewEntry,),
    "Questions": (QuestionEntry,),
    "Figures": (FigureEntry,),
    "Conditions": (ConditionEntry,),
    "criteria.yaml": (CriteriaFile, CriterionEntry),
    "Ratings": (RatingEntry,),
    "A label's file": (LabelFile,),
    "Panels": (PanelRule,),
    "Sections of a label": (AskedSection,),
    "Criteria of a section": (AskedCriterion,),
    "anchors.yaml": (AnchorsFile, AnchorEntry),
    "texts/en.yaml": (TextsFile,),
    "Texts of questions": (QuestionTexts,),
    "Answers and worked examples": (AnswersFile, ExamplesFile, CaseEntry),
    "An answer": (AnswerEntry,),
    "4 Versions": (ChangesFile,),
    "5 Translations": (TranslatedFile,),
}
"""The parts of the files by the heading under which their keys stand."""

ELSEWHERE = {part for parts in TABLES.values() for part in parts} | {
    CriterionRules,
    TableColumn,
    ColumnTexts,
}
"""Parts whose keys are not repeated where they are used; the last three are told in words."""

LISTS: dict[str, type[StrEnum]] = {
    "type": QuestionType,
    "fact": ClusterFact,
    "reason": Reason,
    "class": ChangeClass,
}
"""The names that the first column of other tables lists, by its head."""


def sections() -> Iterator[tuple[str, str]]:
    """Each heading with the text below it."""
    parts = re.split(r"^#+ (.+)$", re.sub(r"```.*?```", "", DOCUMENT, flags=re.S), flags=re.M)
    yield from zip(parts[1::2], parts[2::2], strict=True)


def rows(text: str, head: str) -> list[list[str]]:
    """The cells of the tables whose first column has this head."""
    found = []
    for table in re.findall(rf"^\| {head} \|.*\n\|[-|]+\n((?:\|.*\n?)+)", text, re.M):
        found += [line.strip("| ").split(" | ") for line in table.splitlines()]
    return found


def keys(part: type[Part]) -> Iterator[tuple[str, FieldInfo]]:
    """The keys of a part as authors write them, those of the parts inside it behind a dot."""
    for name, field in part.model_fields.items():
        key = field.alias or name
        inner = [one for one in parts_in(field.annotation) if one not in ELSEWHERE]
        for own in inner:
            yield from ((f"{key}.{below}", found) for below, found in keys(own))
        if not inner:
            yield key, field


def parts_in(annotation: Any) -> list[type[Part]]:
    """The parts that a value of this kind is made of."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return [annotation]
    return [part for inner in get_args(annotation) for part in parts_in(inner)]


@pytest.mark.parametrize("heading", TABLES)
def test_tables_name_exactly_the_keys_of_the_schema(heading: str) -> None:
    cells = [cells[0] for cells in rows(dict(sections())[heading], "key")]
    named = [key for cell in cells for key in cell.split(", ")]
    known = {key for part in TABLES[heading] for key, _field in keys(part)}
    assert sorted(named) == sorted(f"`{key}`" for key in known)


@pytest.mark.parametrize("heading", TABLES)
def test_example_of_each_key_is_taken_by_the_schema(heading: str) -> None:
    known = {key: field for part in TABLES[heading] for key, field in keys(part)}
    for names, _meaning, example in rows(dict(sections())[heading], "key"):
        value = read_source(names, example.strip("`")).value
        for name in names.split(", "):
            field = known[name.strip("`")]
            TypeAdapter(Annotated[field.annotation, None, *field.metadata]).validate_python(value)


def test_example_of_each_rule_of_review_is_what_holds_without_it() -> None:
    cells = rows(dict(sections())["Review"], "key")
    written = "".join(f"{key.strip('`')}: {example.strip('`')}\n" for key, _, example in cells)
    assert ReviewEntry.model_validate(read_source("review", written).value) == ReviewEntry()


def test_every_table_of_keys_stands_under_a_heading_that_is_known() -> None:
    assert {heading for heading, text in sections() if rows(text, "key")} == set(TABLES)


@pytest.mark.parametrize("head", LISTS)
def test_tables_list_every_name_there_is(head: str) -> None:
    text = "".join(text for _heading, text in sections())
    assert [cells[0] for cells in rows(text, head)] == [f"`{one}`" for one in LISTS[head]]


def test_commands_and_options_are_those_that_exist() -> None:
    context = click.Context(group)
    shown = re.findall(r"assessment criteria ([a-z]+)([^`\n]*)", DOCUMENT)
    assert {name for name, _rest in shown} == set(group.list_commands(context))
    for name, rest in shown:
        command = group.get_command(context, name)
        assert command is not None
        options = {opt for param in command.params for opt in param.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options, name


def test_walk_gives_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does everything that the document shows, in its order, beside the demonstration's data."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSESSMENT_INSTANCE", str(tmp_path / "instance"))
    (tmp_path / "criteria").symlink_to(ROOT / "criteria")
    run("assessment demonstration load")
    for name, kind, text in re.findall(
        r"(?:^\*\*`([\w./-]+)`\*\*\n\n)?^```(\w+)\n(.*?)^```$", DOCUMENT, re.M | re.S
    ):
        if kind == "console":
            for line, expected in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", text, re.M):
                assert_shown(line, expected)
        elif kind == "diff":
            edit(text)
        else:
            assert name, f"this file has no name: {text}"
            Path(name).write_text(text, encoding="utf-8")


def run(line: str) -> str:
    """What a line typed by the reader answers; questions are answered with yes."""
    words = shlex.split(line)
    if words[:2] == ["cp", "-r"]:
        source, target = map(Path, words[2:])
        into = target / source.name if target.exists() else target
        shutil.copytree(source, into, dirs_exist_ok=True)
        return ""
    commands = {"criteria": group, "demonstration": demonstration}
    assert words[0] == "assessment", line
    return CliRunner().invoke(commands[words[1]], words[2:], input="y\n").output


def assert_shown(line: str, expected: str) -> None:
    """The line answers what the document shows; `…` stands for anything."""
    pattern = re.escape(expected.strip()).replace("…", ".*")
    found = run(line).strip()
    assert re.fullmatch(pattern, found, re.S), f"$ {line}\n{found}"


def edit(text: str) -> None:
    """Replaces, file by file, the lines that are marked - by those that are marked +."""
    for name, lines in re.findall(r"^--- (.+)\n((?:[-+](?!-- ).*\n)+)", text, re.M):
        marked = {mark: re.findall(rf"^\{mark}(.*)$", lines, re.M) for mark in "-+"}
        before, after = ("\n".join(marked[mark]) for mark in "-+")
        path = Path(name)
        content = path.read_text(encoding="utf-8")
        assert content.count(before) == 1, f"{name}: {before}"
        path.write_text(content.replace(before, after), encoding="utf-8")
