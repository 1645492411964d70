"""Invented clusters with which those of the demonstration are compared: figures, and nothing else.

They have no account, no application and no page. Reports that count them in say so.
"""

import random
from collections.abc import Iterator
from fractions import Fraction

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import OutsidePeer
from assessment.domain.benchmark import Figure
from assessment.domain.comparing import measure_of
from assessment.domain.criteria import Criterion, Label
from assessment.domain.questions import Question, QuestionType
from assessment.services.compared_figures import plain_figure

SECTORS = ("creative", "tourism", "energy", "food", "production", "health", "ict", "materials")
COUNTRIES = ("FI", "SE", "AT")
PEERS = 240
SEED = 20261124
"""The same clusters with every loading."""

_OF_MEMBERS = "size-and-composition"
"""The indicator whose figure is the number of members, by which classes of size are made."""

_TYPICAL = {"international-participants": (0, 25), "budget": (90_000, 1_400_000)}
"""Least and most where no light says what is usual."""


def invent_peers(session: Session, edition: Edition) -> None:
    """Adds the invented clusters, with a figure for each indicator of the scheme's labels."""
    compared = {c.id: (label, c) for label in edition.scheme for c in label.compared}
    chance = random.Random(SEED)  # noqa: S311  # invented figures, no secrets
    for number in range(1, PEERS + 1):
        strength = chance.uniform(0.15, 0.95)
        members = 20 + number * 37 % 170
        sectors = sorted({SECTORS[number % 8], SECTORS[number * number % 7]})
        session.add(
            OutsidePeer(
                scheme_id=edition.scheme.id,
                name=f"Invented cluster {number}",
                country=COUNTRIES[number % len(COUNTRIES)],
                sectors=sectors,
                members=str(members),
                is_holder=number // 3 % 2 == 0,
                is_invented=True,
                figures=dict(_figures(compared, chance, strength, members)),
            )
        )
    session.flush()


def _figures(
    compared: dict[str, tuple[Label, Criterion]],
    chance: random.Random,
    strength: float,
    members: int,
) -> Iterator[tuple[str, list[str]]]:
    for key, (label, criterion) in compared.items():
        figure = _figure(criterion, chance, strength)
        if key == _OF_MEMBERS:
            figure = Fraction(members)
        if chance.random() > 0.04:  # now and then an indicator does not apply
            yield key, [measure_of(label, criterion), plain_figure(figure)]


def _figure(criterion: Criterion, chance: random.Random, strength: float) -> Figure:
    """A figure round the limits of its light; a cluster that is strong in one is so in others."""
    assert criterion.compared is not None  # noqa: S101  # asked only of these
    name = criterion.compared.of.name
    question = next((q for q in criterion.questions if q.id == name), None)
    if question is not None and question.type is QuestionType.CHOICE:
        weights = [5, 4, 1, 2, 1, 2, 1][: len(question.options)]
        return chance.choices(question.options, weights)[0]
    low, high = _range(criterion)
    at = min(1.0, max(0.0, chance.gauss(strength, 0.22)))
    amount = low + (high - low) * at
    figure = next((f for f in criterion.figures if f.id == name), None)
    most = figure.at_most if figure else None
    rounded = Fraction(round(amount * 10), 10)
    if _is_whole(question) or high - low > 40:
        rounded = Fraction(round(amount, -2 if high > 10_000 else 0))
    return min(rounded, most) if most is not None else rounded


def _range(criterion: Criterion) -> tuple[float, float]:
    """From the worst to the best that is usual."""
    compared = criterion.compared
    if compared is None or compared.yellow is None or compared.green is None:
        return _TYPICAL.get(criterion.id, (0, 100))
    yellow, green = float(compared.yellow), float(compared.green)
    width = green - yellow
    return max(0.0, yellow - 0.8 * width), max(0.0, green + 1.2 * width)


def _is_whole(question: Question | None) -> bool:
    return question is not None and question.type is not QuestionType.DECIMAL
