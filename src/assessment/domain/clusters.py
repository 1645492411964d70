"""What a cluster says about itself, whichever scheme asks: facts, and figures year by year."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from assessment.domain.errors import InvalidValue
from assessment.domain.questions import Question, QuestionType, plain

FIRST_YEAR = 1950
"""Nobody remembers the figures of a cluster of before."""


class LegalForm(StrEnum):
    """What a cluster organisation is in law."""

    ASSOCIATION = "association"
    COMPANY = "company"
    COOPERATIVE = "cooperative"
    FOUNDATION = "foundation"
    PUBLIC_BODY = "public-body"
    HOST = "host"
    AGREEMENT = "agreement"


class Sector(StrEnum):
    """The fields of a comparative portfolio."""

    FOOD = "food"
    BIOTECHNOLOGY = "biotechnology"
    HEALTH = "health"
    CONSTRUCTION = "construction"
    TOURISM = "tourism"
    PRODUCTION = "production"
    CREATIVE = "creative"
    ENERGY = "energy"
    AVIATION = "aviation"
    MATERIALS = "materials"
    ICT = "ict"
    MOBILITY = "mobility"
    FORESTRY = "forestry"
    TEXTILES = "textiles"
    MARITIME = "maritime"
    SECURITY = "security"


class Network(StrEnum):
    """The networks in which clusters of Europe meet."""

    ECCP = "eccp"
    EUCLES = "eucles"
    ALLIANCE = "alliance"
    VANGUARD = "vanguard"


class YearFigure(StrEnum):
    """A figure of one year: members by kind, each under one kind only, and the organisation's own."""

    SMES = "smes"
    LARGE_ENTERPRISES = "large-enterprises"
    RESEARCH = "research"
    EDUCATION = "education"
    PUBLIC_BODIES = "public-bodies"
    OTHERS = "others"
    STAFF = "staff"
    BUDGET = "budget"
    PROJECTS = "projects"

    @property
    def question(self) -> Question:
        """What the figure may be: whole members and projects, euros, staff in full-time equivalents."""
        kind = {self.STAFF: QuestionType.DECIMAL, self.BUDGET: QuestionType.MONEY}
        currency = "EUR" if self is self.BUDGET else None
        found = kind.get(self, QuestionType.WHOLE)
        return Question(self.value, found, currency=currency, at_least=Fraction(0))


MEMBERS = (
    YearFigure.SMES,
    YearFigure.LARGE_ENTERPRISES,
    YearFigure.RESEARCH,
    YearFigure.EDUCATION,
    YearFigure.PUBLIC_BODIES,
    YearFigure.OTHERS,
)
"""The kinds of member; together they are all members."""


class ClusterFact(StrEnum):
    """What a scheme's question about the cluster may take from the cluster's profile."""

    FOUNDED = "founded"
    LEGAL_FORM = "legal-form"
    WEBSITE = "website"
    ON_ECCP = "on-eccp"
    MEMBERS = "members"
    SMES = "smes"
    LARGE_ENTERPRISES = "large-enterprises"
    RESEARCH = "research"
    EDUCATION = "education"
    PUBLIC_BODIES = "public-bodies"
    OTHERS = "others"
    STAFF = "staff"
    BUDGET = "budget"
    PROJECTS = "projects"

    @property
    def types(self) -> frozenset[QuestionType]:
        """The types of question that it answers."""
        special = {
            self.FOUNDED: {QuestionType.DATE},
            self.LEGAL_FORM: {QuestionType.CHOICE},
            self.WEBSITE: {QuestionType.LINK},
            self.ON_ECCP: {QuestionType.YES_NO},
            self.STAFF: {QuestionType.DECIMAL},
            self.BUDGET: {QuestionType.MONEY, QuestionType.DECIMAL},
        }
        return frozenset(special.get(self, {QuestionType.WHOLE, QuestionType.DECIMAL}))


YEARLY = frozenset(ClusterFact) - {
    ClusterFact.FOUNDED,
    ClusterFact.LEGAL_FORM,
    ClusterFact.WEBSITE,
    ClusterFact.ON_ECCP,
}
"""The facts that are figures of a year."""


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """The facts of a cluster. `country` is ISO 3166 alpha-2, `region` a NUTS code, and
    `local_language` (ISO 639) the language of `description_local`; "" and None are not told."""

    name: str
    country: str
    organisation: str = ""
    region: str = ""
    founded: date | None = None
    legal_form: str = ""
    website: str = ""
    eccp_address: str = ""
    description: str = ""
    description_local: str = ""
    local_language: str = ""
    sectors: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    other_networks: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


SAID_TOGETHER = (("country", "region"), ("description_local", "local_language"))
"""Facts that say one thing: a region is one of its country, a text is in its language."""


TICKED = ("sectors", "networks")
"""Facts that are ticked: their order, which follows the language of whoever ticked them, says nothing."""


def plain_facts(facts: ClusterFacts) -> dict[str, Any]:
    """The facts as plain JSON, without what is not told."""
    return {key: _plain_fact(key, value) for key, value in asdict(facts).items() if value}


def read_facts(raw: Mapping[str, Any]) -> ClusterFacts:
    """The facts from what `plain_facts` made of them."""
    return ClusterFacts(**{key: _read_fact(key, value) for key, value in raw.items()})


def _plain_fact(key: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if key in TICKED:
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def _read_fact(key: str, value: Any) -> Any:
    if key == "founded":
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def read_figures(raw: Mapping[str, Any]) -> dict[YearFigure, Fraction]:
    """The figures of a year from plain JSON. Raises `InvalidValue` for what cannot be one."""
    found = {}
    for figure in YearFigure:
        value = figure.question.read(raw.get(figure.value))
        if isinstance(value, Fraction):
            found[figure] = value
    return found


def plain_figures(raw: Mapping[str, Any]) -> dict[str, str]:
    """The same as it is kept, without what is not told."""
    return {figure.value: plain(number) for figure, number in read_figures(raw).items()}


def members(figures: Mapping[YearFigure, Fraction]) -> Fraction | None:
    """All members of a year; None while none of their kinds is told."""
    known = [figures[kind] for kind in MEMBERS if kind in figures]
    return sum(known, Fraction(0)) if known else None


def stated(facts: ClusterFacts, figures: Mapping[YearFigure, Fraction]) -> dict[ClusterFact, Any]:
    """What the profile and the figures of its newest year answer, as plain JSON.

    That a cluster is on ECCP is told by its address there or by the network; that it is not, by
    neither.
    """
    is_on_eccp = bool(facts.eccp_address) or Network.ECCP in facts.networks
    told: dict[ClusterFact, Any] = {
        ClusterFact.FOUNDED: facts.founded.isoformat() if facts.founded else None,
        ClusterFact.LEGAL_FORM: facts.legal_form or None,
        ClusterFact.WEBSITE: facts.website or None,
        ClusterFact.ON_ECCP: True if is_on_eccp else None,
        ClusterFact.MEMBERS: plain(members(figures)),
    }
    told |= {ClusterFact(figure.value): plain(number) for figure, number in figures.items()}
    return {fact: value for fact, value in told.items() if value is not None}


def answer_from(
    question: Question, told: Mapping[ClusterFact, Any], on: date | None = None
) -> Any | None:
    """What the cluster's profile answers to a scheme's question; None where it does not fit."""
    if question.from_cluster is None:
        return None
    try:
        return plain(question.read(told.get(ClusterFact(question.from_cluster)), on))
    except InvalidValue:
        return None
