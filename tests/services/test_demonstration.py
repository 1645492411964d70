"""The demonstration as it is loaded: five clusters, each as far as its story goes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO

import argon2
import pytest
from email_validator import validate_email
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue, Edition
from assessment.config import Settings
from assessment.db.base import Base
from assessment.db.models import (
    Assessment,
    Certificate,
    Cluster,
    Document,
    EventRecord,
    Evidence,
    EvidenceVersion,
    Membership,
    OutboxMessage,
    OutsidePeer,
    Seat,
    Submission,
    User,
)
from assessment.db.queries import clusters, reviews
from assessment.db.session import make_engine, open_session
from assessment.db.upgrade import upgrade_database
from assessment.domain.conditions import Status
from assessment.domain.criteria import Label
from assessment.domain.scorecard import ConditionKind, Reason, Scorecard
from assessment.services.assessments import read_worksheet
from assessment.services.compared_figures import write_figures
from assessment.services.comparisons import compare
from assessment.services.consensus import read_panel
from assessment.services.demonstration import (
    DEMONSTRATION_ACCOUNTS,
    DEMONSTRATION_PASSWORD,
    is_empty,
    is_loaded,
    load_demonstration,
    other_owners,
)
from assessment.services.demonstration_files import one_page_pdf
from assessment.services.demonstration_stories import read_stories
from assessment.services.records import self_scorecard
from assessment.services.uploads import stored_path

LOADED_AT = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)

DESIGN = "Arctic Design"
ENVIRONMENTS = "Arctic Development Environments"
INDUSTRY = "Arctic Industry and Circular Economy"
SAFETY = "Arctic Safety"
RURAL = "Arctic Smart Rural Community"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        instance_path=tmp_path_factory.mktemp("instance"),
        secret_key="k" * 32,
        password_salt="s" * 16,
    )


@pytest.fixture(scope="module")
def loaded(installation: Settings, catalogue: Catalogue) -> Iterator[Session]:
    """A session in which the demonstration is loaded, once for this file; its tests only read."""
    upgrade_database(installation.database)
    engine = make_engine(installation.database)
    with open_session(engine, writes=True) as session:
        load_demonstration(session, installation, catalogue, LOADED_AT)
        yield session
    engine.dispose()


def assessment_of(session: Session, cluster: str, label: str = "gold") -> Assessment:
    found = (
        select(Assessment)
        .join(Assessment.cluster)
        .where(Cluster.name == cluster, Assessment.label_id == label)
    )
    return session.scalars(found).one()


def submission_of(session: Session, cluster: str, label: str = "gold") -> Submission:
    assessment_id = assessment_of(session, cluster, label).id
    return session.scalars(
        select(Submission).where(Submission.assessment_id == assessment_id)
    ).one()


def own_scorecard(session: Session, cluster: str, label: Label) -> Scorecard:
    assessment = assessment_of(session, cluster, label.id)
    return read_worksheet(session, assessment, label, LOADED_AT).scorecard


def count(session: Session, table: type[Base]) -> int | None:
    return session.scalar(select(func.count()).select_from(table))


def test_it_loads_into_an_empty_database_of_either_kind(
    session: Session, settings: Settings, catalogue: Catalogue
) -> None:
    assert (is_empty(session), is_loaded(session)) == (True, False)
    load_demonstration(session, settings, catalogue, LOADED_AT)
    session.commit()
    assert (is_empty(session), is_loaded(session)) == (False, True)
    states = session.scalars(select(Assessment.state).order_by(Assessment.id)).all()
    assert states == [
        *("awarded", "draft", "draft"),
        *("consensus", "awarded", "in_review", "submitted"),
    ]
    numbers = session.scalars(select(Certificate.number).order_by(Certificate.id)).all()
    assert numbers == ["B-2025-0001", "G-2026-0002"]


def test_the_accounts_are_the_ones_announced(loaded: Session) -> None:
    users = loaded.scalars(select(User).where(User.is_demonstration).order_by(User.id)).all()[:7]
    assert [(u.email, u.country, u.is_reviewer, u.is_secretariat, u.active) for u in users] == [
        ("manager@demo.example", "FI", False, False, True),
        ("editor@demo.example", "FI", False, False, True),
        ("viewer@demo.example", "FI", False, False, True),
        ("reviewer.fi@demo.example", "FI", True, False, True),
        ("reviewer.at@demo.example", "AT", True, False, True),
        ("secretariat@demo.example", "FI", False, True, True),
        ("deputy@demo.example", "FI", False, True, True),
    ]


def test_every_account_opens_with_the_password(loaded: Session) -> None:
    for account in DEMONSTRATION_ACCOUNTS:
        password = loaded.scalars(select(User.password).where(User.email == account.email)).one()
        assert argon2.PasswordHasher().verify(password or "", DEMONSTRATION_PASSWORD)


def test_every_address_is_one_that_the_sign_in_form_takes() -> None:
    for account in DEMONSTRATION_ACCOUNTS:
        found = validate_email(account.email, check_deliverability=False)
        assert found.normalized == account.email


def test_the_other_owners_have_the_same_password(loaded: Session) -> None:
    users = loaded.scalars(select(User).order_by(User.id)).all()
    others = [user for user in users if user.email in other_owners()]
    assert sorted(user.email for user in others) == [
        "inka@safety.demo.example",
        "kerttu@rural.demo.example",
        "oula@environments.demo.example",
    ]
    assert len(users) == len(DEMONSTRATION_ACCOUNTS) + len(others)
    assert all(user.active and user.is_demonstration for user in users)
    assert len({user.password for user in users}) == 1


def test_the_demonstration_manager_owns_two_clusters(loaded: Session) -> None:
    owned = (
        select(Cluster.name, Membership.role)
        .join(Membership.cluster)
        .join(Membership.user)
        .where(User.email == "manager@demo.example")
        .order_by(Cluster.name)
    )
    assert loaded.execute(owned).all() == [(DESIGN, "owner"), (INDUSTRY, "owner")]


def test_each_cluster_is_as_far_as_its_story(loaded: Session) -> None:
    found = (
        select(Cluster.name, Assessment.label_id, Assessment.state)
        .join(Assessment.cluster)
        .order_by(Cluster.name, Assessment.label_id)
    )
    assert loaded.execute(found).all() == [
        (DESIGN, "bronze", "awarded"),
        (DESIGN, "gold", "draft"),
        (DESIGN, "silver", "draft"),
        (ENVIRONMENTS, "gold", "consensus"),
        (INDUSTRY, "gold", "awarded"),
        (SAFETY, "gold", "in_review"),
        (RURAL, "gold", "submitted"),
    ]


def test_the_path_of_each_application_goes_forward_in_time(loaded: Session) -> None:
    paths: dict[int | None, list[datetime]] = {}
    for event in loaded.scalars(select(EventRecord).order_by(EventRecord.number)):
        paths.setdefault(event.assessment_id, []).append(event.happened_at)
    assert [moments for moments in paths.values() if moments != sorted(moments)] == []


def test_every_cluster_is_eligible_for_any_label(loaded: Session, gold: Label) -> None:
    for cluster in (DESIGN, ENVIRONMENTS, INDUSTRY, SAFETY, RURAL):
        found = own_scorecard(loaded, cluster, gold).of_kind(ConditionKind.ELIGIBILITY)
        assert [condition.status for condition in found] == [Status.MET] * 5


def test_every_cluster_says_that_it_is_invented(loaded: Session) -> None:
    for cluster in loaded.scalars(select(Cluster)):
        assert cluster.is_demonstration
        assert (cluster.country, cluster.region) == ("FI", "FI1D7")
        assert "invented for demonstration" in " ".join(cluster.description.split())


def test_the_draft_shows_every_kind_of_gap(loaded: Session, gold: Label) -> None:
    scorecard = own_scorecard(loaded, DESIGN, gold)
    unsupported = [(c.criterion.id, c.reason) for c in scorecard.gaps if c.level is not None]
    assert (scorecard.answered, scorecard.points) == (21, Fraction(189, 4))
    missed = [c.key for c in scorecard.conditions if c.status is Status.MISSED]
    assert missed == ["minimum.clarity-of-roles", "section.governance", "threshold"]
    assert unsupported == [
        ("maturity-of-management", Reason.EVIDENCE_MISSING),
        ("lifelong-learning", Reason.EVIDENCE_MISSING),
        ("integration-in-innovation-system", Reason.EVIDENCE_MISSING),
        ("communication", Reason.JUSTIFICATION_MISSING),
        ("recognition-in-media", Reason.EVIDENCE_MISSING),
    ]


def test_the_bronze_certificate_is_of_the_age_that_silver_asks_for(
    loaded: Session, edition: Edition
) -> None:
    cluster_id = assessment_of(loaded, DESIGN).cluster_id
    _profile, held = clusters.profile_and_labels_held(loaded, cluster_id, edition.scheme.id)
    assert [(label.label_id, label.since, label.until) for label in held] == [
        ("bronze", date(2025, 3, 19), date(2027, 3, 31))
    ]
    scorecard = own_scorecard(loaded, DESIGN, edition.scheme.label("silver"))
    (prerequisite,) = scorecard.of_kind(ConditionKind.PREREQUISITE)
    assert (prerequisite.status, prerequisite.actual) == (Status.MET, 20)


def test_every_bronze_indicator_is_answered(loaded: Session, edition: Edition) -> None:
    record = submission_of(loaded, DESIGN, "bronze").record
    scorecard = self_scorecard(record, edition.scheme.label("bronze"))
    assert (scorecard.answered, scorecard.gaps, scorecard.outcome) == (36, (), Status.MET)
    assert scorecard.of("other-private-share").figures["remainder"] == 0
    assert scorecard.of("participants-contacted").figures["share"] == Fraction(1400, 33)


def test_the_silver_draft_begins_with_what_was_answered_for_bronze(
    loaded: Session, edition: Edition
) -> None:
    scorecard = own_scorecard(loaded, DESIGN, edition.scheme.label("silver"))
    improvements = [scorecard.of(f"improvement-{number}") for number in (1, 2, 3)]
    assert (scorecard.answered, len(scorecard.criteria)) == (53, 60)
    assert [(c.level, c.reason) for c in improvements] == [
        (2, Reason.ANSWERED),
        (2, Reason.ANSWERED),
        (None, Reason.UNANSWERED),
    ]
    missed = [c.key for c in scorecard.conditions if c.status is Status.MISSED]
    assert missed == ["minimum.clarity-of-roles"]


@pytest.mark.parametrize(
    ("cluster", "points"),
    [
        (ENVIRONMENTS, Fraction(487, 4)),
        (INDUSTRY, Fraction(519, 4)),
        (SAFETY, Fraction(122)),
        (RURAL, Fraction(127)),
    ],
)
def test_a_submission_is_whole_and_claims_the_label(
    loaded: Session, gold: Label, cluster: str, points: Fraction
) -> None:
    scorecard = own_scorecard(loaded, cluster, gold)
    assert (scorecard.points, scorecard.gaps, scorecard.outcome) == (points, (), Status.MET)


def test_the_certificate_rests_on_the_agreed_scorecard(loaded: Session, gold: Label) -> None:
    submission = submission_of(loaded, INDUSTRY)
    scorecard = read_panel(loaded, submission, gold).scorecard
    assert (scorecard.points, scorecard.outcome) == (Fraction(503, 4), Status.MET)
    found = select(Certificate).where(Certificate.submission_id == submission.id)
    certificate = loaded.scalars(found).one()
    assert (certificate.number, certificate.cluster_name) == ("G-2026-0002", INDUSTRY)
    assert (certificate.valid_from, certificate.valid_until) == (
        date(2026, 8, 12),
        date(2028, 8, 31),
    )


def test_documents_of_a_decision_are_ordered_in_both_languages(loaded: Session) -> None:
    decided = {
        submission_of(loaded, DESIGN, "bronze").id: ["benchmarking", "certificate", "report"],
        submission_of(loaded, INDUSTRY).id: ["certificate", "report"],
    }
    for submission_id, kinds in decided.items():
        of_submission = select(Document).where(Document.submission_id == submission_id)
        found = loaded.scalars(of_submission.order_by(Document.kind, Document.language))
        assert [(d.kind, d.language, d.made_at) for d in found] == [
            (kind, language, None) for kind in kinds for language in ("en", "fi")
        ]


def test_clusters_are_compared_with_invented_ones_beside_them(loaded: Session) -> None:
    peers = loaded.scalars(select(OutsidePeer)).all()
    assert len(peers) == 240
    of_members = [
        (peer.members, peer.figures["size-and-composition"][1])
        for peer in peers
        if "size-and-composition" in peer.figures
    ]
    assert len(of_members) > 200
    assert all(members == figure for members, figure in of_members)
    assert all(peer.is_invented and peer.name.startswith("Invented cluster") for peer in peers)
    with loaded.begin_nested() as unkept:
        write_figures(loaded, "cluster-excellence")
        submission = reviews.submission(loaded, submission_of(loaded, DESIGN, "bronze").id)
        found = compare(loaded, submission, 1, LOADED_AT).record
        unkept.rollback()
    assert found["invented"] == 240
    sizes = found["indicators"]["size-and-composition"]["groups"]
    (small,) = [group for group in sizes if group["shown"] == "size:0-39"]
    assert 0 < Fraction(small["lower"]) <= Fraction(small["upper"]) <= 39
    age = found["indicators"]["cluster-age"]["groups"]
    assert [group["group"] for group in age if group["shown"]] == [
        "all",
        "sector:tourism",
        "sector:creative",
        "country:FI",
        "size:0-39",
        "holders",
    ]


def test_each_reviewer_finds_work_begun(loaded: Session) -> None:
    seats = reviews.seats(loaded, submission_of(loaded, SAFETY).id)
    rated = reviews.rated_counts(loaded, [seat.id for seat in seats])
    assert [(s.reviewer.country, rated[s.id], s.handed_in_at) for s in seats] == [
        ("FI", 15, None),
        ("AT", 9, None),
    ]


def test_the_open_consensus_still_decides_on_the_label(loaded: Session, gold: Label) -> None:
    panel = read_panel(loaded, submission_of(loaded, ENVIRONMENTS), gold)
    assert [d.criterion.id for d in panel.differences] == [
        "maturity-of-management",
        "clarity-of-roles",
        "financial-controlling",
        "working-groups",
        "communication",
        "satisfaction-of-participants",
    ]
    assert sorted(panel.agreements) == ["maturity-of-management", "working-groups"]
    assert panel.scorecard.outcome is Status.UNDETERMINED


def test_no_panel_waits_without_a_submission(loaded: Session) -> None:
    waiting = submission_of(loaded, RURAL)
    assert reviews.seats(loaded, waiting.id) == []
    assert count(loaded, Seat) == 7


def test_no_mail_is_sent_about_what_is_over(loaded: Session) -> None:
    assert count(loaded, OutboxMessage) == 0


def test_everything_has_happened_in_the_past_and_on_working_days(loaded: Session) -> None:
    moments = loaded.scalars(select(EventRecord.happened_at).order_by(EventRecord.number)).all()
    assert len(moments) == 45
    assert max(moments) < LOADED_AT
    assert max(moment.weekday() for moment in moments) == 4


def test_every_file_lies_in_the_store(loaded: Session, installation: Settings) -> None:
    files = loaded.scalars(select(EvidenceVersion)).all()
    assert len(files) == 133
    for file in files:
        path = stored_path(installation.evidence_path, file.sha256)
        assert path.stat().st_size == file.size


def test_reviewers_have_ticked_quality_checks(loaded: Session) -> None:
    seats = reviews.seats(loaded, submission_of(loaded, INDUSTRY).id)
    for ratings in reviews.ratings_by_seat(loaded, [seat.id for seat in seats]).values():
        assert all(rating.checks for rating in ratings.values())


def test_every_check_of_a_story_is_one_of_its_criterion(gold: Label) -> None:
    for story in read_stories():
        for told in story.assessments.values():
            for ratings in told.ratings.values():
                for key, rating in ratings.items():
                    assert set(rating.checks) <= set(gold.criterion(key).checks)


def test_every_document_of_a_story_supports_an_answer() -> None:
    for story in read_stories():
        answers = [a for told in story.assessments.values() for a in told.answers.values()]
        assert {key for answer in answers for key in answer.evidence} == set(story.documents)


def test_every_file_of_a_story_speaks_of_a_day(loaded: Session) -> None:
    files = loaded.scalars(select(Evidence).where(Evidence.newest > 0)).all()
    assert all(file.dated_on and file.dated_on < LOADED_AT.date() for file in files)


def test_nothing_is_older_than_the_accounts(loaded: Session) -> None:
    first = loaded.scalars(select(func.min(Cluster.created_at))).one()
    assert loaded.scalars(select(func.max(User.created_at))).one() < first


def test_a_made_pdf_can_be_read() -> None:
    content = one_page_pdf(("Säännöt – ote", "Kymmenen paikkaa."), "Keksitty esittelyä varten.")
    reader = PdfReader(BytesIO(content), strict=True)
    assert reader.metadata is not None
    assert reader.metadata.title == "Säännöt – ote"
    assert reader.pages[0].extract_text().splitlines() == [
        "Säännöt – ote",
        "Kymmenen paikkaa.",
        "Keksitty esittelyä varten.",
    ]
