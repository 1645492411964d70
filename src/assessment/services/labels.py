"""One draft's answers under any label of its scheme: what is answered once counts everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Assessment
from assessment.db.queries import assessments as queries
from assessment.domain.criteria import Label
from assessment.domain.workflow import State
from assessment.services.assessments import Worksheet, read_worksheet
from assessment.services.checklist import under


@dataclass(frozen=True, slots=True)
class Labels:
    """A draft with its answers scored for each label of the scheme, the lowest first.

    `homes` says, by criterion, in which draft of the cluster it can be answered.
    """

    assessment: Assessment
    sheets: Mapping[str, Worksheet]
    homes: Mapping[str, int]

    def of(self, label_id: str | None) -> Worksheet:
        """The answers under the label; under the draft's own where the scheme has no such one."""
        return self.sheets.get(label_id or "") or self.sheets[self.assessment.label_id]


def read_labels(session: Session, assessment: Assessment, edition: Edition, at: datetime) -> Labels:
    """The draft's answers, read once, under every label of the scheme."""
    own = edition.scheme.label(assessment.label_id)
    worksheet = read_worksheet(session, assessment, own, at)
    sheets = {
        label.id: worksheet if label is own else under(worksheet, label) for label in edition.scheme
    }
    return Labels(assessment, sheets, _homes(session, assessment, edition))


def _homes(session: Session, assessment: Assessment, edition: Edition) -> dict[str, int]:
    """The draft itself for whatever its label asks, another open one on the same answers for the rest."""
    labels: dict[str, Label] = {label.id: label for label in edition.scheme}
    drafts = [
        own
        for own in queries.of_clusters(session, [assessment.cluster_id])
        if own.sheet_id == assessment.sheet_id and own.state == State.DRAFT
    ]
    homes: dict[str, int] = {}
    for draft in [*(own for own in drafts if own.id != assessment.id), assessment]:
        if draft.label_id in labels:
            homes |= {asked.id: draft.id for asked in labels[draft.label_id].criteria}
    return homes
