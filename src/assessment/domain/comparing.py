"""What a cluster brings into comparisons: the figure of each criterion that compares clusters."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from assessment.domain.answers import AnswerSheet
from assessment.domain.benchmark import Figure
from assessment.domain.clusters import MEMBERS, ClusterFact
from assessment.domain.criteria import Criterion, Label
from assessment.domain.errors import UnknownCriterion
from assessment.domain.facts import Facts
from assessment.domain.figures import figure_of
from assessment.domain.questions import PROFILE, Reference, next_of


def compared_figure(facts: Facts, criterion: Criterion) -> Figure | None:
    """The figure in which the cluster is compared; None where it has none, or does not apply."""
    if criterion.compared is None or facts.is_left_out(criterion) or not facts.applies(criterion):
        return None
    of = criterion.compared.of
    number = facts.number(of)
    value = number if number is not None else facts.value(of)
    return value if isinstance(value, Fraction | str) else None


def compared_figures(label: Label, sheet: AnswerSheet) -> Mapping[str, Figure]:
    """The figures of all criteria in which the sheet has one, by criterion."""
    facts = Facts(label, sheet)
    found = {criterion.id: compared_figure(facts, criterion) for criterion in label.compared}
    return {key: figure for key, figure in found.items() if figure is not None}


def members_of(label: Label, sheet: AnswerSheet) -> Fraction | None:
    """How many members the cluster told, all together; None where its profile is not asked for them."""
    facts = Facts(label, sheet)
    told = {
        question.from_cluster: facts.number(Reference(PROFILE, question.id))
        for question in label.profile
        if question.from_cluster is not None
    }
    kinds = [told.get(ClusterFact(kind.value)) for kind in MEMBERS]
    known = [number for number in kinds if number is not None]
    return told.get(ClusterFact.MEMBERS) or (sum(known, Fraction(0)) if known else None)


def measure_of(label: Label, criterion: Criterion) -> str:
    """Tells which figures can be compared: those of one measure, however the edition is called.

    It changes with what is asked and how the figure is made of it. "" where clusters are not compared.
    """
    if criterion.compared is None:
        return ""
    text = json.dumps(_made(label, criterion.compared.of), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def adopt(label: Label, newer: Label) -> Label:
    """A label of an edition that knew no comparisons, with those of a newer one, where both ask and
    derive the same."""
    rules = {criterion.id: criterion for criterion in newer.compared}

    def taken(criterion: Criterion) -> Criterion:
        rule = rules.get(criterion.id)
        if rule is None:
            return criterion
        candidate = replace(criterion, compared=rule.compared)
        try:
            is_same = measure_of(label, candidate) == measure_of(newer, rule)
        except (KeyError, UnknownCriterion):
            return criterion
        return candidate if is_same else criterion

    sections = (replace(s, criteria=tuple(map(taken, s.criteria))) for s in label.sections)
    return replace(label, sections=tuple(sections))


def _made(label: Label, of: Reference) -> Any:
    """What a question or figure is made of, down to the questions, as plain JSON."""
    questions, figures = label.profile, label.profile_figures
    if of.owner != PROFILE:
        asked = label.criterion(of.owner)
        questions, figures = asked.questions, asked.figures
    figure = figure_of(figures, of.name)
    if figure is not None:
        parts = [_made(label, operand) for operand in figure.operands]
        return [figure.operation.value, figure.in_percent, figure.unit, parts]
    question = next_of(questions, of.name)
    asked_for = question.column(of.column) if of.column else question
    return [str(of), asked_for.type.value, asked_for.unit, asked_for.currency]
