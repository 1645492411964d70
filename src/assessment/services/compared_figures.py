"""The figures in which clusters are compared: read from the records of submissions and written down once.

Which figures these are, the label's rules say; where its edition knew no comparisons yet, those in force.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.db.models import ComparedFigure, ComparedSubmission, Submission
from assessment.db.queries import benchmarks as queries
from assessment.db.queries import schemes
from assessment.db.session import open_snapshot, unit_of_work
from assessment.domain.benchmark import Figure
from assessment.domain.comparing import adopt, compared_figures, measure_of, members_of
from assessment.domain.criteria import Label
from assessment.services.records import edition_of, sheet_of

AT_ONCE = 100
"""Submissions whose figures are written down in one unit of work."""

log = logging.getLogger(__name__)


def is_compared(session: Session, submission: Submission) -> bool:
    """Whether there is a benchmarking report of the submission: its label compares clusters, by its own
    rules or, where these are from before there were comparisons, by those in force."""
    return are_compared(session, submission.scheme_digest, submission.record["label"])


def are_compared(session: Session, digest: str, label_id: str) -> bool:
    """The same of all submissions for a label under the rules of an edition."""
    in_force = schemes.digest_in_force(session, edition_of(session, digest).scheme.id)
    return bool(label_under(session, label_id, digest, in_force).compared)


def write_all_figures(engine: Engine, scheme_id: str) -> None:
    """Writes down the figures of all submissions of which nobody has yet; their records are read while
    everybody else may write."""
    is_left = True
    while is_left:
        with open_snapshot(engine) as session:
            in_force = schemes.digest_in_force(session, scheme_id)
            found = read_figures(session, scheme_id)
        with unit_of_work(engine) as session:
            schemes.lock_scheme(session, scheme_id)
            if schemes.digest_in_force(session, scheme_id) == in_force:
                keep_figures(session, found)
                is_left = len(found) == AT_ONCE


@dataclass(frozen=True, slots=True)
class ReadSubmission:
    """The figures of a submission with their measures by criterion, and its members, as texts."""

    submission_id: int
    members: str | None
    figures: Mapping[str, tuple[str, str]]


def write_figures(session: Session, scheme_id: str, limit: int = AT_ONCE) -> int:
    """Writes down the figures of submissions of which nobody has yet, and returns of how many."""
    schemes.lock_scheme(session, scheme_id)
    return keep_figures(session, read_figures(session, scheme_id, limit))


def read_figures(session: Session, scheme_id: str, limit: int = AT_ONCE) -> list[ReadSubmission]:
    """The figures of submissions of which nobody has written them down yet, the oldest first."""
    in_force = schemes.digest_in_force(session, scheme_id)
    rules = {
        (digest, label_id): label
        for digest, label_id in queries.rules_to_compare(session, scheme_id)
        if (label := label_under(session, label_id, digest, in_force)).compared
    }
    found = queries.submissions_to_compare(session, scheme_id, rules, limit) if rules else []
    read = []
    for submission in found:
        label = rules[submission.scheme_digest, submission.record["label"]]
        members, figures = _read(submission, label)
        told = {
            key: (measure_of(label, label.criterion(key)), plain_figure(figure))
            for key, figure in figures.items()
        }
        read.append(ReadSubmission(submission.id, None if members is None else str(members), told))
    return read


def keep_figures(session: Session, found: Sequence[ReadSubmission]) -> int:
    """Writes figures down, but for those that somebody else has written meanwhile or that were taken
    back; returns of how many submissions. The scheme is locked."""
    missing = queries.unwritten_among(session, [read.submission_id for read in found])
    kept = [read for read in found if read.submission_id in missing]
    session.add_all(
        ComparedSubmission(submission_id=read.submission_id, members=read.members) for read in kept
    )
    session.flush()
    session.add_all(
        ComparedFigure(
            submission_id=read.submission_id, criterion_id=key, measure=measure, figure=figure
        )
        for read in kept
        for key, (measure, figure) in read.figures.items()
    )
    session.flush()
    return len(kept)


def _read(submission: Submission, label: Label) -> tuple[Fraction | None, Mapping[str, Figure]]:
    """Members and figures of a submission; none where its record cannot be read, which stops no other."""
    try:
        sheet = sheet_of(submission.record)
        return members_of(label, sheet), compared_figures(label, sheet)
    except Exception:  # whatever is wrong with one record
        log.exception("submission %s has no figures to compare", submission.id)
        return None, {}


def label_under(session: Session, label_id: str, digest: str, rules: str | None) -> Label:
    """A label as an edition has it; where that knows no comparisons, with those of the edition `rules`."""
    label = edition_of(session, digest).scheme.label(label_id)
    if label.compared or rules is None:
        return label
    newer = [each for each in edition_of(session, rules).scheme if each.id == label_id]
    return adopt(label, newer[0]) if newer else label


def plain_figure(figure: Figure) -> str:
    """A figure as text: a fraction ("9/2"), or the id of an option."""
    return str(figure)


def read_figure(text: str) -> Figure:
    """The figure from what `plain_figure` made of it; ids of options begin with a letter."""
    return text if text[:1].isalpha() else Fraction(text)
