"""The copy of a draft from which its report is made: shaped like a submission's record, and as lasting."""

from collections.abc import Mapping
from typing import Any

from assessment.catalogue.loader import Edition
from assessment.db.models import Decision, Submission
from assessment.domain.answers import AnswerSheet
from assessment.domain.readiness import next_label
from assessment.domain.record import scorecard_data
from assessment.services.assessments import Worksheet
from assessment.services.checklist import under
from assessment.services.records import answer_record, answers_record, record_digest, sheet_of


def draft_record(
    worksheet: Worksheet,
    edition: Edition,
    before: Submission | None,
    decision: Decision | None,
) -> dict[str, Any]:
    """What stands in a report of the draft.

    Beside what a submission freezes it keeps the answers `carried` from before that nobody confirmed,
    the answers that the label to reach next asks `beyond` its own, and which assessment it is compared
    with. Nobody has signed it, and what was left open is not given up.
    """
    scheme = edition.scheme
    record = answers_record(
        worksheet, scheme_id=scheme.id, version=scheme.version, scheme_digest=edition.digest
    )
    following = next_label(scheme, worksheet.scorecard)
    beyond = {}
    if following is not None and following.id != worksheet.scorecard.label.id:
        wider = under(worksheet, following)
        beyond = {
            criterion.id: answer_record(wider, criterion.id)
            for criterion in following.criteria
            if criterion.id not in record["answers"]
        }
    return record | {
        "scorecard": scorecard_data(worksheet.scorecard),
        "carried": list(worksheet.carried),
        "beyond": beyond,
        "before": {"submission": before.id, "decision": decision.id if decision else None}
        if before
        else None,
    }


def says_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two copies of a draft differ in nothing but the day on which they were made."""
    return record_digest({**one, "on": None}) == record_digest({**other, "on": None})


def wider_sheet(record: Mapping[str, Any]) -> AnswerSheet:
    """The answers of a draft's record with those beyond its own label."""
    answers = {**record["answers"], **record["beyond"]}
    return sheet_of({**record, "answers": answers}, is_draft=True)
