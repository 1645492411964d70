"""The tables, one file per aggregate. They hold data and no rules."""

from assessment.db.models.assessment import Answer, Assessment, AttachedEvidence, Evidence
from assessment.db.models.cluster import Cluster, Invitation, Membership
from assessment.db.models.event import EventRecord
from assessment.db.models.mail import OutboxMessage
from assessment.db.models.outcome import Certificate, Decision, Document
from assessment.db.models.person import User
from assessment.db.models.review import Agreement, Rating, Seat
from assessment.db.models.submission import SchemeEdition, Submission

__all__ = [
    "Agreement",
    "Answer",
    "Assessment",
    "AttachedEvidence",
    "Certificate",
    "Cluster",
    "Decision",
    "Document",
    "EventRecord",
    "Evidence",
    "Invitation",
    "Membership",
    "OutboxMessage",
    "Rating",
    "SchemeEdition",
    "Seat",
    "Submission",
    "User",
]
