"""Frozen records: plain JSON values that keep what was handed in and what it scored.

Fractions are kept exactly, as texts ("9/2"); the scorecard read back is the one that was written.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition, kept_edition
from assessment.db.models import Evidence, Submission
from assessment.db.queries import schemes
from assessment.domain.answers import Answer, AnswerSheet, HeldLabel, Piece
from assessment.domain.criteria import Label
from assessment.domain.evidence import evidence_kind
from assessment.domain.kept import Kept
from assessment.domain.record import scorecard_data
from assessment.domain.scorecard import Scorecard
from assessment.domain.scoring import score
from assessment.services.assessments import Worksheet


def canonical(record: Mapping[str, Any]) -> str:
    """The one text of a record, whatever order its keys came in."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def record_digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, as hexadecimal digits."""
    return hashlib.sha256(canonical(record).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Signature:
    """The statement that somebody signs for the cluster, in the language in which they read it."""

    name: str
    function: str
    statement: str
    language: str


def submission_record(
    worksheet: Worksheet,
    signed: Signature,
    *,
    scheme_id: str,
    version: str,
    scheme_digest: str,
    renews: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What is frozen at submission: cluster, rules, answers, evidence by SHA-256, scorecard, who
    signed what, and the label that it `renews`."""
    record = answers_record(
        worksheet,
        scheme_id=scheme_id,
        version=version,
        scheme_digest=scheme_digest,
        renews=renews,
    )
    label = worksheet.scorecard.label
    return record | {
        "scorecard": scorecard_data(self_scorecard(record, label)),
        "signed": asdict(signed),
    }


def answers_record(
    worksheet: Worksheet,
    *,
    scheme_id: str,
    version: str,
    scheme_digest: str,
    renews: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Cluster, rules, answers and evidence of an assessment as it stands."""
    cluster, sheet = worksheet.assessment.cluster, worksheet.sheet
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
        "renews": dict(renews) if renews else None,
        "on": sheet.on.isoformat() if sheet.on else None,
        "profile": dict(sheet.profile),
        "held": [
            {
                "label": held.label_id,
                "since": held.since.isoformat(),
                "until": held.until.isoformat() if held.until else None,
            }
            for held in sheet.held
        ],
        "answers": {
            criterion.id: answer_record(worksheet, criterion.id) for criterion in label.criteria
        },
    }


def answer_record(worksheet: Worksheet, criterion_id: str) -> dict[str, Any]:
    """One answer as it stands, with its evidence."""
    answer = worksheet.answers.get(criterion_id)
    return {
        "level": worksheet.scorecard.of(criterion_id).level,
        "justification": answer.justification if answer else "",
        "values": dict(answer.values) if answer else {},
        "is_not_applicable": bool(answer and answer.is_not_applicable),
        "evidence": [evidence_record(item) for item in worksheet.evidence.get(criterion_id, [])],
    }


def evidence_record(item: Evidence) -> dict[str, Any]:
    """A piece of evidence as it is now: what it is called, its content by SHA-256, its days."""
    return {
        "id": item.id,
        "title": item.title,
        "filename": item.filename,
        "media_type": item.media_type,
        "size": item.size,
        "sha256": item.sha256,
        "version": item.newest,
        "url": item.url,
        "effective_from": item.effective_from.isoformat() if item.effective_from else None,
        "dated_on": item.dated_on.isoformat() if item.dated_on else None,
        "added_on": item.added_on.isoformat(),
        "confidentiality": item.confidentiality,
    }


def frozen_file(record: Mapping[str, Any], evidence_id: int) -> Mapping[str, Any] | None:
    """The file of a piece of evidence as it was handed in; None where the record has none.

    The record is that of a submission, or of the answers to a panel's questions.
    """
    answers = record["answers"].values() if "answers" in record else record["questions"]
    for answer in answers:
        for item in answer["evidence"]:
            if item["id"] == evidence_id and item["sha256"]:
                found: Mapping[str, Any] = item
                return found
    return None


def sheet_of(record: Mapping[str, Any], *, is_draft: bool = False) -> AnswerSheet:
    """The answers of a submission's record; nobody adds to them, other than to those of a draft.

    Records of the first release have neither values, profile nor dates: their rules asked none.
    """
    held = tuple(
        HeldLabel(item["label"], _day(item["since"]) or date.min, _day(item["until"]))
        for item in record.get("held", [])
    )
    answers = {
        key: _answer(answer, is_final=not is_draft) for key, answer in record["answers"].items()
    }
    return AnswerSheet(
        answers,
        record.get("profile", {}),
        held,
        _day(record.get("on")),
        is_renewal=None if is_draft else record.get("renews") is not None,
    )


def _answer(record: Mapping[str, Any], *, is_final: bool) -> Answer:
    return Answer(
        record["level"],
        record["justification"],
        tuple(
            Piece(
                evidence_kind(item["media_type"]),
                _day(item.get("dated_on")),
                _day(item.get("added_on")),
            )
            for item in record["evidence"]
        ),
        record.get("values", {}),
        record.get("is_not_applicable", False),
        is_final=is_final,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def self_scorecard(record: Mapping[str, Any], label: Label) -> Scorecard:
    """What the cluster's own answers score, by the frozen record and the frozen label."""
    return score(label, sheet_of(record))


def own_scorecard(submission: Submission, label: Label) -> Scorecard:
    """The same of a submission: its digest stands for record and label, so it is scored once."""
    return _CARDS.get(submission.digest, lambda: self_scorecard(submission.record, label))


_CARDS: Kept[Scorecard] = Kept(64)


def edition_of(session: Session, digest: str) -> Edition:
    """The edition of that digest, from the text kept with what was made under it."""
    return kept_edition(digest, lambda: schemes.edition(session, digest).files)


def rules_of(submission: Submission) -> tuple[Edition, Label]:
    """The edition and the label that a submission was made under, from the text kept with it."""
    edition = kept_edition(submission.scheme_digest, lambda: submission.edition.files)
    return edition, edition.scheme.label(submission.record["label"])
