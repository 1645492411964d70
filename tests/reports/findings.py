"""Findings with good defaults, and the report that they make; a test names only what it is about."""

import re
from datetime import UTC, date, datetime
from fractions import Fraction
from html import unescape
from io import BytesIO

from pypdf import PdfReader

from assessment.domain.conditions import Status
from assessment.domain.scorecard import Reason
from assessment.reports.evaluation import EvaluationFacts, Reviewer, evaluation_html
from assessment.reports.findings import (
    AnswerFinding,
    ConditionFinding,
    CriterionFinding,
    EvidenceFinding,
    LevelFinding,
    RatingFinding,
    SectionFinding,
    SideFinding,
)
from assessment.reports.pdf import html_to_pdf
from assessment.reports.questionnaire import RuleFacts

SHA256 = "0123456789abcdef" * 4
OUT_BY_RULE = SideFinding(Reason.NOT_APPLICABLE_BY_RULE)
LEFT_OUT = SideFinding(Reason.NOT_APPLICABLE)
UNANSWERED = SideFinding(Reason.UNANSWERED)


def rated(level=3, text="Most do.", **changes):
    """A side with a level."""
    return SideFinding(Reason.ANSWERED, LevelFinding(level, 4, "Advanced", text), **changes)


def a_criterion(**changes):
    """A scored criterion with a minimum, rated one level lower by the panel."""
    defaults = {
        "number": "1.1",
        "title": "Committed participation",
        "question": "Who takes part?",
        "is_rated": True,
        "own": rated(4, "Nearly all do."),
        "agreed": rated(3, "Most do."),
        "points": Fraction(3),
        "maximum": Fraction(4),
        "minimum": 2,
        "minimum_status": Status.MET,
        "justification": "We have a list.\nIt is dated.",
        "asks_evidence": True,
        "evidence": (
            EvidenceFinding("The list", SHA256, "", date(2026, 4, 30)),
            EvidenceFinding("Our page", "", "https://example.org/members"),
        ),
        "ratings": (
            RatingFinding("Ada Example", 3, "The list is sound."),
            RatingFinding("Bo Sample", 2, ""),
        ),
        "agreement_reason": "The visit settled it.",
    }
    return CriterionFinding(**(defaults | changes))


def an_indicator(**changes):
    """A criterion that is asked and neither rated nor scored."""
    bare = {
        "is_rated": False,
        "own": SideFinding(Reason.ANSWERED),
        "agreed": SideFinding(Reason.ANSWERED),
        "points": None,
        "maximum": Fraction(0),
        "minimum": None,
        "minimum_status": None,
        "justification": "",
        "asks_evidence": False,
        "evidence": (),
        "ratings": (),
        "agreement_reason": "",
        "answers": (AnswerFinding("Members", ("61 participants",)),),
    }
    return a_criterion(**(bare | changes))


def a_section(*criteria, **changes):
    defaults = {
        "number": 1,
        "title": "Structure",
        "intro": "Who belongs.",
        "self_points": Fraction(4),
        "points": Fraction(3),
        "maximum": Fraction(4),
        "criteria": criteria or (a_criterion(),),
    }
    return SectionFinding(**(defaults | changes))


def facts(*criteria, **changes):
    defaults = {
        "language": "en",
        "tier": "gold",
        "label_title": "Gold",
        "scheme_title": "Cluster Excellence Assessment",
        "scheme_version": "2026.1",
        "scheme_note": "It is not the official label.",
        "scheme_digest": "a" * 64,
        "cluster_name": "Arctic Design",
        "organisation": "University of Lapland",
        "country": "Finland",
        "issuer": "Demonstration Office",
        "submitted_at": datetime(2026, 9, 3, 11, 5, tzinfo=UTC),
        "submission_digest": "b" * 64,
        "decided_at": datetime(2026, 11, 20, 22, 30, tzinfo=UTC),
        "is_awarded": True,
        "statement": "A strong cluster.\nWell done.",
        "certificate_number": "CA-2026-0007",
        "valid_until": date(2028, 10, 31),
        "panel": (Reviewer("Ada Example", "Finland"), Reviewer("Bo Sample", "Sweden")),
        "self_points": Fraction(4),
        "points": Fraction(3),
        "maximum": Fraction(4),
        "threshold": Fraction(16, 5),
        "conditions": (ConditionFinding(Status.MET, "The team is whole.", "3 of 3."),),
        "condition_count": 1,
        "met_count": 1,
        "sections": (a_section(*criteria),),
        "method": ("The cluster rated itself.",),
        "rules": (RuleFacts("Panel", ("2 reviewers rate.", "The cluster is visited.")),),
    }
    return EvaluationFacts(**(defaults | changes))


UNSCORED = {"points": Fraction(0), "maximum": Fraction(0), "threshold": None}
"""A label without points, to be printed with sections without points."""


def printed(*criteria, **changes):
    return PdfReader(BytesIO(html_to_pdf(evaluation_html(facts(*criteria, **changes)))))


def words(*pages):
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def told(*criteria, **changes):
    """The words of the report as HTML, which comes quicker than the PDF."""
    html = evaluation_html(facts(*criteria, **changes))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html[html.index("<body") :])).split())
