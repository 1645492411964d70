"""Frozen records: plain JSON values that keep what was handed in and what it scored.

Fractions are kept exactly, as texts ("9/2"); the scorecard read back is the one that was written.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from assessment.catalogue.loader import Edition, frozen_edition
from assessment.db.models import Submission
from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.criteria import Label
from assessment.domain.scoring import Scorecard, score
from assessment.services.assessments import Worksheet


def canonical(record: Mapping[str, Any]) -> str:
    """The one text of a record, whatever order its keys came in."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def record_digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, as hexadecimal digits."""
    return hashlib.sha256(canonical(record).encode()).hexdigest()


def scorecard_record(scorecard: Scorecard) -> dict[str, Any]:
    """What a scorecard says, as plain values."""
    return {
        "label": scorecard.label.id,
        "points": str(scorecard.points),
        "maximum": str(scorecard.maximum),
        "threshold": {"points": str(scorecard.label.threshold), "status": scorecard.threshold},
        "minimums": scorecard.minimums,
        "outcome": scorecard.outcome,
        "sections": [
            {"id": s.section_id, "points": str(s.points), "maximum": str(s.maximum)}
            for s in scorecard.sections
        ],
        "criteria": [
            {
                "id": c.criterion.id,
                "level": c.level,
                "points": None if c.points is None else str(c.points),
                "maximum": str(c.criterion.points),
                "reason": c.reason,
                "minimum": c.minimum,
            }
            for c in scorecard.criteria
        ],
    }


def submission_record(
    worksheet: Worksheet, *, scheme_id: str, version: str, scheme_digest: str
) -> dict[str, Any]:
    """What is frozen at submission: cluster, rules, answers, evidence by SHA-256, scorecard."""
    cluster = worksheet.assessment.cluster
    label = worksheet.scorecard.label
    return {
        "cluster": {
            "id": cluster.id,
            "name": cluster.name,
            "organisation": cluster.organisation,
            "country": cluster.country,
            "region": cluster.region,
            "website": cluster.website,
        },
        "scheme": {"id": scheme_id, "version": version, "digest": scheme_digest},
        "label": label.id,
        "answers": {
            criterion.id: _answer_record(worksheet, criterion.id) for criterion in label.criteria
        },
        "scorecard": scorecard_record(worksheet.scorecard),
    }


def _answer_record(worksheet: Worksheet, criterion_id: str) -> dict[str, Any]:
    answer = worksheet.answers[criterion_id]
    return {
        "level": answer.level,
        "justification": answer.justification,
        "evidence": [
            {
                "id": item.id,
                "title": item.title,
                "filename": item.filename,
                "media_type": item.media_type,
                "size": item.size,
                "sha256": item.sha256,
                "url": item.url,
            }
            for item in worksheet.evidence.get(criterion_id, [])
        ],
    }


def sheet_of(record: Mapping[str, Any]) -> AnswerSheet:
    """The answers of a submission's record."""
    return AnswerSheet(
        {
            key: Answer(answer["level"], answer["justification"], len(answer["evidence"]))
            for key, answer in record["answers"].items()
        }
    )


def self_scorecard(record: Mapping[str, Any], label: Label) -> Scorecard:
    """What the cluster's own answers score, by the frozen record and the frozen label."""
    return score(label, sheet_of(record))


def rules_of(submission: Submission) -> tuple[Edition, Label]:
    """The edition and the label that a submission was made under, from the text kept with it."""
    edition = frozen_edition(submission.edition.files)
    return edition, edition.scheme.label(submission.record["label"])
