"""Many drafts at once, each with its answers and what they score, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.db.models import Assessment, Certificate, EarlierLabel
from assessment.db.queries import assessments as queries
from assessment.db.queries import clusters, outcomes
from assessment.domain.answers import AnswerSheet, HeldLabel
from assessment.domain.criteria import Label
from assessment.domain.renewals import Award, labels_held
from assessment.domain.scoring import score
from assessment.domain.validity import HOME
from assessment.services.assessments import Worksheet, answers_of
from assessment.services.renewing import awards_of

Told = tuple[Mapping[tuple[int, str], Mapping[str, Any]], Sequence[EarlierLabel]]
"""The profiles of clusters by cluster and scheme, and the labels that they held before."""


def read_worksheets(
    session: Session,
    drafts: Sequence[Assessment],
    catalogue: Catalogue,
    at: datetime,
    certificates: Iterable[Certificate] | None = None,
    told: Told | None = None,
) -> Mapping[int, Worksheet]:
    """The worksheet of each draft by its id, without those whose label is not on offer any more.

    `certificates` and what the clusters have `told` are given where they have been read already.
    """
    sheet_ids = {draft.sheet_id for draft in drafts}
    cluster_ids = {draft.cluster_id for draft in drafts}
    answers = queries.answers_of_sheets(session, sheet_ids)
    evidence = queries.evidence_of_sheets(session, sheet_ids)
    profiles, earlier = told or clusters.profiles_and_earlier_labels(session, cluster_ids)
    if certificates is None:
        certificates = outcomes.certificates_of_clusters(session, cluster_ids)
    held = _held_labels(certificates, earlier)
    today = at.astimezone(HOME).date()
    found = {}
    for draft in drafts:
        label = label_on_offer(catalogue, draft)
        if label is None:
            continue
        own, pieces = answers.get(draft.sheet_id, {}), evidence.get(draft.sheet_id, {})
        place = (draft.cluster_id, draft.scheme_id)
        sheet = AnswerSheet(
            answers_of(label, own, pieces), profiles.get(place, {}), held.get(place, ()), today
        )
        found[draft.id] = Worksheet(draft, own, pieces, sheet, score(label, sheet))
    return found


def label_on_offer(catalogue: Catalogue, found: Assessment) -> Label | None:
    """The label of the assessment by the rules in force; None when they do not have it any more."""
    edition = catalogue.editions.get(found.scheme_id)
    labels = edition.scheme if edition else ()
    return next((label for label in labels if label.id == found.label_id), None)


def _held_labels(
    certificates: Iterable[Certificate], earlier: Iterable[EarlierLabel]
) -> dict[tuple[int, str], tuple[HeldLabel, ...]]:
    """The labels that clusters were awarded, here or earlier, by cluster and scheme."""
    awards: dict[tuple[int, str], list[Award]] = defaultdict(list)
    for (cluster_id, scheme_id, _label_id), found in awards_of(certificates, earlier).items():
        awards[cluster_id, scheme_id] += found
    return {place: labels_held(found) for place, found in awards.items()}
