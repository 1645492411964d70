"""Every kind of PDF that leaves the system, in both languages, made as the worker makes it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue, Edition
from assessment.config import Settings
from assessment.db.models import (
    Assessment,
    Document,
    DraftReport,
    InterviewSheet,
    PortfolioReport,
    Questionnaire,
    Specimen,
)
from assessment.db.queries import outcomes, reviews
from assessment.db.session import make_engine, open_session
from assessment.domain.workflow import State
from assessment.reports.issuer import IssuerPaper
from assessment.services.demonstration_peers import invent_peers
from assessment.services.interview_sheets import order_sheet
from assessment.services.making_documents import make_waiting_documents, make_waiting_specimens
from assessment.services.making_interview_sheets import make_waiting_interview_sheets
from assessment.services.making_portfolio_reports import make_waiting_portfolio_reports
from assessment.services.making_questionnaires import make_waiting_questionnaires
from assessment.services.making_self_reports import make_waiting_draft_reports
from assessment.services.papers import Letterhead
from assessment.services.portfolio_reports import order_report as order_portfolio_report
from assessment.services.questionnaires import order_questionnaire
from assessment.services.self_reports import order_draft_report, order_report
from assessment.services.specimens import order_specimen, specimen_record
from assessment.services.uploads import stored_path
from tests.building import NOON, World, make_cluster, make_world
from tests.services.conftest import QuickLine

LANGUAGES = ("en", "fi")
SEALED = ("application", "self_assessment", "certificate", "report", "benchmarking")
UNSEALED = ("draft", "specimen", "questionnaire", "portfolio", "interview")
KINDS = SEALED + UNSEALED
Order = Document | DraftReport | InterviewSheet | PortfolioReport | Questionnaire | Specimen
Change = Callable[[QuickLine, Assessment], None]
NewDatabase = Callable[[str, Path], AbstractContextManager[str]]


@dataclass
class ChangedLine(QuickLine):
    """A quick line that changes its answers before they are handed in."""

    change: Change = field(default=lambda _line, _assessment: None)

    def answer_all(self, assessment: Assessment) -> None:
        super().answer_all(assessment)
        self.change(self, assessment)
        self.session.flush()


@dataclass(frozen=True)
class Place:
    """An installation with a database of its own, and its people."""

    session: Session
    engine: Engine
    settings: Settings
    world: World
    edition: Edition

    def line(self, label_id: str, change: Change | None) -> ChangedLine:
        """A line for the cluster of the moment."""
        folder = self.settings.evidence_path
        found = ChangedLine(self.session, self.world, self.edition, folder, label_id=label_id)
        if change is not None:
            found.change = change
        return found


@contextmanager
def place_at(folder: Path, new_database: NewDatabase, edition: Edition) -> Iterator[Place]:
    """An installation in this folder, on SQLite."""
    with new_database("sqlite", folder) as address:
        settings = Settings(
            instance_path=folder,
            database_url=address,
            secret_key="k" * 32,
            password_salt="s" * 16,
            base_url="https://labels.example",
        )
        engine = make_engine(address)
        with open_session(engine, writes=True) as session:
            yield Place(session, engine, settings, make_world(session), edition)
        engine.dispose()


@dataclass(frozen=True, eq=False)
class Made:
    """One file, and the row that it was made from."""

    kind: str
    language: str
    content: bytes
    row: Order

    @property
    def is_sealed(self) -> bool:
        return self.kind in SEALED


def make_every(
    place: Place, name: str = "Northern Timber", change: Change | None = None
) -> dict[tuple[str, str], Made]:
    """Each kind in each language, of clusters whose names begin so; `change` may write the answers
    before they are handed in."""
    session, world = place.session, place.world
    world.cluster.name = name
    invent_peers(session, place.edition)
    gold = place.line("gold", change)
    submission = gold.submission(gold.lead_to(State.AWARDED))
    _take_note(session, submission.id, world.reviewer.id)
    for language in LANGUAGES:
        order_report(session, submission=submission, language=language, at=NOON)
        order_sheet(
            session,
            submission=submission,
            reviewer_id=world.reviewer.id,
            language=language,
            with_notes=True,
            at=NOON,
        )
    world.cluster = make_cluster(session, f"{name} 2", owner=world.owner)
    bronze = place.line("bronze", change)
    _order_only_benchmarking(session, bronze)
    world.cluster = make_cluster(session, f"{name} 3", owner=world.owner)
    drafted = place.line("gold", change)
    draft = drafted.open()
    drafted.answer_all(draft)
    for language in LANGUAGES:
        _order_unsealed(place, draft, language)
    session.commit()
    for make in (
        make_waiting_documents,
        make_waiting_draft_reports,
        make_waiting_specimens,
        make_waiting_questionnaires,
        make_waiting_portfolio_reports,
        make_waiting_interview_sheets,
    ):
        make(place.engine, place.settings)
    return {(made.kind, made.language): made for made in _found(place)}


def _take_note(session: Session, submission_id: int, reviewer_id: int) -> None:
    """The reviewer has noted something on one criterion."""
    seat = reviews.seat_of(session, submission_id, reviewer_id)
    reviews.ratings(session, seat.id)["web-presence"].notes = "Ask when the site was made."
    session.flush()


def _order_only_benchmarking(session: Session, line: QuickLine) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    others = [d for d in outcomes.documents(session, submission.id) if d.kind != "benchmarking"]
    outcomes.release_mail(session, [document.id for document in others])
    for document in others:
        session.delete(document)
    session.flush()


def _order_unsealed(place: Place, draft: Assessment, language: str) -> None:
    session, edition = place.session, place.edition
    order_draft_report(
        session,
        assessment_id=draft.id,
        edition=edition,
        language=language,
        actor_id=place.world.owner.id,
        at=NOON,
    )
    paper = Letterhead(IssuerPaper(name=place.settings.issuer), place.settings.base_url)
    order_specimen(session, specimen_record(edition, "gold", language, paper, NOON), NOON)
    order_questionnaire(session, edition, "bronze", language, "pdf", NOON)
    order_portfolio_report(
        session,
        catalogue=Catalogue({edition.scheme.id: edition}),
        language=language,
        issuer=place.settings.issuer,
        actor_id=place.world.secretary.id,
        at=NOON,
    )


def _found(place: Place) -> Iterator[Made]:
    """Every file that came out. Fails where one did not."""
    session = place.session
    session.expire_all()
    for model in get_args(Order):
        for row in session.scalars(select(model)):
            assert row.sha256 is not None, f"{model.__name__}: {row.fault}"
            content = stored_path(place.settings.documents_path, row.sha256).read_bytes()
            yield Made(_kind(row), row.language, content, row)
    session.commit()


def _kind(row: Order) -> str:
    """As it is called here: a questionnaire's own `kind` is that of its file."""
    return {DraftReport: "draft", Specimen: "specimen", Questionnaire: "questionnaire"}.get(
        type(row), getattr(row, "kind", "")
    )
