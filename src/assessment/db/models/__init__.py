"""The tables, one file per aggregate. They hold data and no rules."""

from assessment.db.models.appeal import Appeal, Complaint
from assessment.db.models.assessment import (
    Answer,
    AnswerVersion,
    Assessment,
    AttachedEvidence,
    EvidenceStep,
    ParkedAnswer,
    Sheet,
)
from assessment.db.models.benchmark import (
    BenchmarkTable,
    ComparedFigure,
    ComparedSubmission,
    Comparison,
    OutsidePeer,
)
from assessment.db.models.bundle import Bundle, BundleItem
from assessment.db.models.calibration import Calibration
from assessment.db.models.call import Call
from assessment.db.models.clarification import (
    AnsweredEvidence,
    Clarification,
    PanelQuestion,
)
from assessment.db.models.cluster import (
    Cluster,
    ClusterChange,
    ClusterYear,
    EarlierLabel,
    Invitation,
    Membership,
    Profile,
)
from assessment.db.models.desk import RegisterImport, SavedView
from assessment.db.models.digest import DigestChoice
from assessment.db.models.draft_report import DraftReport
from assessment.db.models.duty import DutyTerm
from assessment.db.models.event import EventHead, EventRecord
from assessment.db.models.evidence import DiscardedFile, Evidence, EvidenceVersion, LinkCheck
from assessment.db.models.importing import AnswerImport
from assessment.db.models.interview_sheet import InterviewSheet
from assessment.db.models.mail import OutboxMessage
from assessment.db.models.mail_choice import KeptMail, MailChoice
from assessment.db.models.name_correction import NameCorrection
from assessment.db.models.outcome import (
    AwardCondition,
    Certificate,
    Decision,
    Document,
    Specimen,
    StatusList,
)
from assessment.db.models.panel_outcome import PanelFinding, PanelVisit
from assessment.db.models.person import DismissedHint, User
from assessment.db.models.portfolio_report import PortfolioReport
from assessment.db.models.review import Agreement, Rating, Seat
from assessment.db.models.reviewer import (
    Affiliation,
    Reminder,
    ReviewerAbsence,
    ReviewerProfile,
)
from assessment.db.models.scheme import Publication, Questionnaire, SchemeEdition, SchemeTrial
from assessment.db.models.signing_in import BrowserSession, Passkey, RecoveryCode, TryCount
from assessment.db.models.submission import Submission, SubmittedEvidence
from assessment.db.models.team import TeamEvent
from assessment.db.models.teamwork import Assignment, Comment, Mention

__all__ = [
    "Affiliation",
    "Agreement",
    "Answer",
    "AnswerImport",
    "AnswerVersion",
    "AnsweredEvidence",
    "Appeal",
    "Assessment",
    "Assignment",
    "AttachedEvidence",
    "AwardCondition",
    "BenchmarkTable",
    "BrowserSession",
    "Bundle",
    "BundleItem",
    "Calibration",
    "Call",
    "Certificate",
    "Clarification",
    "Cluster",
    "ClusterChange",
    "ClusterYear",
    "Comment",
    "ComparedFigure",
    "ComparedSubmission",
    "Comparison",
    "Complaint",
    "Decision",
    "DigestChoice",
    "DiscardedFile",
    "DismissedHint",
    "Document",
    "DraftReport",
    "DutyTerm",
    "EarlierLabel",
    "EventHead",
    "EventRecord",
    "Evidence",
    "EvidenceStep",
    "EvidenceVersion",
    "InterviewSheet",
    "Invitation",
    "KeptMail",
    "LinkCheck",
    "MailChoice",
    "Membership",
    "Mention",
    "NameCorrection",
    "OutboxMessage",
    "OutsidePeer",
    "PanelFinding",
    "PanelQuestion",
    "PanelVisit",
    "ParkedAnswer",
    "Passkey",
    "PortfolioReport",
    "Profile",
    "Publication",
    "Questionnaire",
    "Rating",
    "RecoveryCode",
    "RegisterImport",
    "Reminder",
    "ReviewerAbsence",
    "ReviewerProfile",
    "SavedView",
    "SchemeEdition",
    "SchemeTrial",
    "Seat",
    "Sheet",
    "Specimen",
    "StatusList",
    "Submission",
    "SubmittedEvidence",
    "TeamEvent",
    "TryCount",
    "User",
]
