"""What a labelling body rules about review: its deadlines, conflicts of interest, calibration.

The process of one label (panel, clarification, validity) is in `assessment.domain.criteria`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """The days that each step of the process has, and how far back a conflict of interest reaches.

    The secretariat checks an application's form within `formal_check_days`; what it returns may be
    handed in again for `return_days`, also when the call has closed meanwhile; for what it accepts it
    proposes a panel within `panel_days`. A cluster may object once to that panel within
    `objection_days` (0: it is not asked); a reviewer accepts or declines within `acceptance_days`,
    rates within `review_days`, and the panel agrees within `consensus_days`. The decision follows
    within `decision_days`; for `appeal_days` after it there may be an appeal, answered within
    `appeal_answer_days`; a complaint is answered within `complaint_days`.

    Employment, membership, advice or a reciprocal review is a conflict of interest for
    `conflict_years`. Whom a deadline concerns is reminded `reminder_days` before it, and the holder
    of a certificate `validity_reminder_days` before its end; both fall strictly.
    """

    formal_check_days: int = 14
    return_days: int = 30
    panel_days: int = 14
    objection_days: int = 7
    acceptance_days: int = 7
    review_days: int = 28
    consensus_days: int = 14
    decision_days: int = 30
    conflict_years: int = 3
    appeal_days: int = 30
    appeal_answer_days: int = 60
    complaint_days: int = 30
    reminder_days: tuple[int, ...] = (7, 1)
    validity_reminder_days: tuple[int, ...] = (180, 90, 30, 7)


LONGEST_REMINDER = 366
"""So many days before something the first reminder comes at the earliest: a year."""

USUAL = ReviewRules()
"""The rules of a scheme that says nothing of its own."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """An invented case for one criterion and its reference level, on which reviewers calibrate."""

    id: str
    criterion_id: str
    level: int
