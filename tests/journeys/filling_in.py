"""Filling in a questionnaire at a browser, whatever its questions are."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from assessment.domain.criteria import Criterion, EvidenceKind, Label
from assessment.domain.questions import Question, QuestionType
from tests.building import level_on
from tests.filling import Filling, evidence_asked
from tests.journeys.person import Person

SAVED = {"en": "Saved", "fi": "Tallennettu"}


def fill_section(
    person: Person,
    filling: Filling,
    section_id: str,
    level: int,
    place: str,
    papers: Sequence[Path] = (),
) -> None:
    """Answers every criterion of a section on its page; each saves itself, with the papers it asks."""
    person.go(f"{place}/sections/{section_id}")
    language = person.page.locator("html").get_attribute("lang") or ""
    section = next(s for s in filling.label.sections if s.id == section_id)
    asked = [criterion for criterion in section.criteria if filling.is_asked(criterion)]
    for criterion in asked:
        claim = level_on(criterion, level)
        form = person.page.locator(f"#{criterion.id}-form")
        fill_answer(form, criterion, filling.answer(criterion, claim), claim, language)
        number = evidence_asked(criterion, claim).count(EvidenceKind.DOCUMENT)
        if number and papers:
            person.page.locator(f"#{criterion.id}-evidence-files").set_input_files(papers[:number])
    for criterion in asked:
        is_kept(person, criterion, level_on(criterion, level), language, with_papers=bool(papers))


def is_kept(
    person: Person, criterion: Criterion, level: int, language: str, *, with_papers: bool
) -> None:
    """The page says of an answer that all of it is saved, and lists its papers."""
    form = person.page.locator(f"#{criterion.id}-form")
    expect(form.locator("[data-save-state]")).to_contain_text(SAVED[language])
    expect(form.locator("[data-changed]")).to_have_count(0)
    number = evidence_asked(criterion, level).count(EvidenceKind.DOCUMENT)
    if with_papers and number:
        listed = person.page.locator(f"#{criterion.id}-evidence-list .evidence__item")
        expect(listed).to_have_count(number)


def fill_answer(
    form: Locator, criterion: Criterion, values: dict[str, Any], level: int, language: str
) -> None:
    """Every question, the level where one is chosen, and the justification."""
    for question in criterion.questions:
        if question.id in values and question.type is not QuestionType.FILE:
            fill_question(form, question, f"q-{question.id}", values[question.id], language)
    if criterion.is_chosen:
        form.locator(f'.level:has(input[value="{level}"]) label').click()
    form.locator('[name="justification"]').fill(f"Because of {criterion.id}.")


def fill_question(form: Locator, question: Question, name: str, value: Any, language: str) -> None:
    """One question, or one cell of a table, with a plain value."""
    if question.type is QuestionType.TABLE:
        for number, row in enumerate(value):
            for column in question.columns:
                cell = f"{name}-{number}-{column.id}"
                fill_question(form, column, cell, row[column.id], language)
        return
    fields = form.locator(f'[name="{name}"]')
    if question.type is QuestionType.CHOICES:
        for option in value:
            form.locator(f'[name="{name}"][value="{option}"]').check()
    elif question.type in (QuestionType.CHOICE, QuestionType.YES_NO):
        option = {True: "true", False: "false"}.get(value, value)
        if fields.first.evaluate("field => field.tagName") == "SELECT":
            fields.select_option(option)
        else:
            form.locator(f'[name="{name}"][value="{option}"]').check()
    else:
        text = (
            str(value).replace(".", ",") if question.type.is_number and language == "fi" else value
        )
        fields.fill(str(text))


def fill_profile(person: Person, filling: Filling, label: Label, place: str) -> None:
    """The basic facts about the cluster, saved by the button."""
    person.go(f"{place}/profile")
    language = person.page.locator("html").get_attribute("lang") or ""
    form = person.page.locator('main form[method="post"]').first
    for question in label.profile:
        fill_question(form, question, f"q-{question.id}", filling.profile[question.id], language)
    form.locator('button[name="save"], button.btn-primary').last.click()
    expect(person.page.locator("[data-messages]")).to_contain_text(SAVED[language])
