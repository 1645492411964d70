"""Self-assessments as frozen records, under the scheme of `asked`."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from assessment.reports.applying import UNDECIDED
from assessment.reports.self_assessing import SelfAssessed, self_assessment_facts
from assessment.reports.self_assessment import SelfAssessmentFacts
from assessment.reports.verdict import Verdict
from assessment.services.records import sheet_of
from tests.reports.decided import make_verdict

EARLIER = datetime(2024, 3, 3, 9, 0, tzinfo=UTC)


def make_assessed(
    *changes: Any,
    is_draft: bool = True,
    before: Verdict | None = None,
    carried: tuple[str, ...] = (),
    **verdict: Any,
) -> SelfAssessed:
    """A draft with the highest levels, changed as given; what was handed in with `is_draft` False."""
    found = make_verdict(*changes, **verdict)
    given = {field.name: getattr(found, field.name) for field in fields(Verdict)}
    return SelfAssessed(
        **given
        | {
            "decision": UNDECIDED,
            "is_draft": is_draft,
            "sheet": sheet_of(found.record, is_draft=is_draft),
        },
        submitted_by="Olga Owner",
        before=before,
        carried=carried,
    )


def make_self_assessment(*changes: Any, **assessed: Any) -> SelfAssessmentFacts:
    """What stands in the report of such a draft."""
    return self_assessment_facts(make_assessed(*changes, **assessed))
