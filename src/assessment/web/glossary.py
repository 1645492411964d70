"""The words of this house in plain language: one source for the glossary and for help on pages."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from assessment.domain.criteria import Label


@dataclass(frozen=True, slots=True)
class Term:
    """A word with what it means, and the terms that explain it further, by their ids."""

    id: str
    name: LazyString
    text: LazyString
    see: tuple[str, ...] = field(default=())


_TERMS = (
    Term(
        "agreement",
        _l("Agreement"),
        _l(
            "The level that the panel settles on where its reviewers rated a criterion differently."
        ),
        ("panel", "level"),
    ),
    Term(
        "appeal",
        _l("Appeal"),
        _l(
            "What a declined cluster can say against the decision, once and within some days. "
            "Admitted, a fresh panel reviews what was submitted, as it was frozen."
        ),
        ("panel", "complaint"),
    ),
    Term(
        "assessment",
        _l("Assessment"),
        _l("A cluster’s way to one label: from the first answer to the decision."),
        ("label", "submission"),
    ),
    Term(
        "calibration",
        _l("Calibration"),
        _l(
            "A reviewer rates invented cases before the first review of a label and sees after "
            "each what level is meant, and why."
        ),
        ("reviewer", "level"),
    ),
    Term(
        "certificate",
        _l("Certificate"),
        _l("The proof of an awarded label. Its number and code show anyone whether it is valid."),
        ("validity",),
    ),
    Term(
        "clarification",
        _l("Clarification"),
        _l(
            "What the panel asks the cluster during a review. The days of the review do not run "
            "until the answer."
        ),
        ("panel",),
    ),
    Term(
        "cluster",
        _l("Cluster"),
        _l(
            "Enterprises, research, education and public bodies of a region and a field that work "
            "together, with an organisation that manages their cooperation."
        ),
    ),
    Term(
        "committed-participant",
        _l("Committed participant"),
        _l(
            "A member that has shown its commitment, for example by a signed agreement, a fee, or "
            "work for the cluster. The basic facts of a scheme say exactly who counts."
        ),
    ),
    Term(
        "complaint",
        _l("Complaint"),
        _l(
            "What a cluster says about how its application is handled. It changes no decision "
            "and is answered by a day."
        ),
        ("appeal", "secretariat"),
    ),
    Term(
        "conflict-of-interest",
        _l("Conflict of interest"),
        _l(
            "A tie with a cluster because of which a reviewer cannot be impartial: a job, a "
            "seat, advice, or a review the other way round."
        ),
        ("reviewer", "panel"),
    ),
    Term(
        "consensus",
        _l("Consensus"),
        _l("The meeting in which the reviewers of a panel agree where they rated differently."),
        ("agreement", "panel"),
    ),
    Term(
        "criterion",
        _l("Criterion"),
        _l("One thing that a label asks. It is answered once and counts for every label."),
        ("level", "evidence"),
    ),
    Term(
        "duty",
        _l("Duty of a holder"),
        _l(
            "What whoever holds a label does again and again, such as a yearly update, each by a "
            "day."
        ),
        ("label",),
    ),
    Term(
        "eccp",
        _l("ECCP"),
        _l(
            "The European Cluster Collaboration Platform, where clusters of Europe show themselves."
        ),
    ),
    Term(
        "eligibility",
        _l("Eligibility"),
        _l(
            "Conditions on the cluster itself, such as its members and its staff. Without them no "
            "label can be awarded, whatever the answers earn."
        ),
        ("prerequisite",),
    ),
    Term(
        "evidence",
        _l("Evidence"),
        _l(
            "A file or a web address that shows that an answer is true. One piece may support "
            "several criteria."
        ),
        ("evidence-age", "supported"),
    ),
    Term(
        "evidence-age",
        _l("Age of evidence"),
        _l(
            "Counted in full months from the day that the document speaks of to the day of the "
            "submission. Where an age is asked, evidence that is older or has no date does not count."
        ),
        ("evidence",),
    ),
    Term(
        "figure",
        _l("Figure"),
        _l(
            "A number that is calculated from answers, such as a share or a sum. Nobody types it in."
        ),
    ),
    Term(
        "fte",
        _l("FTE"),
        _l(
            "Full-time equivalent: one person who works full time for a year is 1, two who work "
            "half time are 1 together."
        ),
    ),
    Term(
        "grace",
        _l("Grace"),
        _l(
            "The months after a label has ended in which it can still be renewed. It is not held "
            "meanwhile."
        ),
        ("renewal", "validity"),
    ),
    Term(
        "improvement-area",
        _l("Improvement area"),
        _l("A criterion in which the cluster has become better since its last label, with proof."),
    ),
    Term(
        "justification",
        _l("Justification"),
        _l("In words, why the chosen level is true: figures, examples, and where to find them."),
        ("supported",),
    ),
    Term(
        "label",
        _l("Label"),
        _l("What a cluster earns: bronze, silver or gold, each with its own demands."),
        ("scheme",),
    ),
    Term(
        "level",
        _l("Level"),
        _l(
            "A step on the scale of a criterion. Choose the highest one whose whole description is "
            "true of the cluster; a part of it is not enough."
        ),
        ("minimum", "points"),
    ),
    Term(
        "minimum",
        _l("Minimum"),
        _l(
            "The lowest level of a criterion, or the fewest points of a section, with which the "
            "label can be reached. One missed minimum stops it, however many points there are."
        ),
        ("level", "threshold"),
    ),
    Term(
        "not-applicable",
        _l("Not applicable"),
        _l(
            "Said of a criterion that cannot concern the cluster, always with a reason. Depending "
            "on the criterion it leaves the score or earns no points. Zero is another thing: it is "
            "an answer."
        ),
    ),
    Term(
        "nuts",
        _l("NUTS"),
        _l("The names and codes of regions that the statistics of Europe use: FI1D7 is Lapland."),
    ),
    Term(
        "panel",
        _l("Panel"),
        _l("The reviewers of one application. Each rates alone first, then they agree."),
        ("reviewer", "agreement"),
    ),
    Term(
        "points",
        _l("Points"),
        _l(
            "What an answer earns. The highest level earns all points of its criterion, a lower "
            "one its share of them. Nothing is rounded before it is compared."
        ),
        ("threshold",),
    ),
    Term(
        "prerequisite",
        _l("Prerequisite"),
        _l("A label that must be held, for some time, before another one can be awarded."),
    ),
    Term(
        "readiness",
        _l("Shortest way"),
        _l(
            "The fewest raises of levels with which the label would be reached; among equal ones "
            "those with the least effort. It is calculated from the answers as they stand."
        ),
    ),
    Term(
        "renewal",
        _l("Renewal"),
        _l("Showing again that a label is deserved. It prolongs the label from its previous end."),
        ("validity",),
    ),
    Term(
        "reviewer",
        _l("Reviewer"),
        _l("An independent expert who rates the answers and has no interest in the cluster."),
        ("panel",),
    ),
    Term(
        "scheme",
        _l("Scheme"),
        _l("A family of labels with its criteria, scales and rules, in numbered versions."),
        ("label",),
    ),
    Term(
        "secretariat",
        _l("Secretariat"),
        _l("Those who register clusters, appoint panels and decide on labels."),
    ),
    Term(
        "section",
        _l("Section"),
        _l("Criteria about one side of the cluster, such as its financing."),
    ),
    Term(
        "self-assessment",
        _l("Self-assessed level"),
        _l("The level that the cluster gives itself, before any reviewer has seen the answers."),
    ),
    Term(
        "smart-specialisation",
        _l("Smart specialisation (S3)"),
        _l("The strategy of a region that names the few fields in which it wants to be strong."),
    ),
    Term(
        "submission",
        _l("Submission"),
        _l(
            "The frozen copy of an assessment that reviewers rate. After submitting nothing in it "
            "can be changed."
        ),
    ),
    Term(
        "supported",
        _l("Supported"),
        _l(
            "An answer is supported when it has all that its level asks: the questions answered, a "
            "justification, evidence of the right kind and age. What is claimed and not supported "
            "can be saved, but earns nothing."
        ),
        ("evidence", "justification"),
    ),
    Term(
        "threshold",
        _l("Threshold"),
        _l("The points that the label needs in all."),
        ("points", "minimum"),
    ),
    Term(
        "triple-helix",
        _l("Triple helix"),
        _l("Enterprises, research with education, and the public sector: three kinds of partner."),
    ),
    Term(
        "validity",
        _l("Validity"),
        _l("The time for which a certificate holds, with its last day on it."),
        ("renewal",),
    ),
)
TERMS: Mapping[str, Term] = {term.id: term for term in _TERMS}
"""Every term by its id, which is its anchor on the page of the glossary."""


_OF_SOME: Mapping[str, Callable[[Label], bool]] = {
    "level": lambda label: bool(label.rated),
    "minimum": lambda label: (
        any(criterion.minimum is not None for criterion in label.criteria)
        or any(section.minimum is not None for section in label.sections)
    ),
    "points": lambda label: label.is_scored,
    "threshold": lambda label: label.is_scored,
    "prerequisite": lambda label: label.prerequisite is not None,
}
"""Terms that mean something under some labels alone."""


def terms_of(label: Label, keys: Iterable[str]) -> list[str]:
    """Those of the terms that mean something under the label."""
    return [key for key in keys if key not in _OF_SOME or _OF_SOME[key](label)]


def alphabetical() -> list[Term]:
    """The terms in the order of their names in the language of the page."""
    return sorted(_TERMS, key=lambda term: str(term.name).casefold())


def init_glossary(app: Flask) -> None:
    """Lets templates say `glossary_term('minimum')`, and `terms_of(label, keys)`."""
    app.jinja_env.globals["terms_of"] = terms_of
    app.jinja_env.globals["glossary_term"] = TERMS.__getitem__
