"""Comparing clusters: whose figures count, which tables are published, what a report keeps."""

import re
from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import (
    BenchmarkTable,
    ComparedFigure,
    ComparedSubmission,
    Comparison,
    OutsidePeer,
    Publication,
    SchemeEdition,
    Submission,
)
from assessment.db.queries import outcomes, reviews
from assessment.db.session import unit_of_work
from assessment.domain.benchmark import cells, hide_each_other
from assessment.domain.comparing import measure_of
from assessment.domain.workflow import State
from assessment.services import compared_figures, comparisons
from assessment.services.compared_figures import (
    is_compared,
    keep_figures,
    read_figure,
    read_figures,
    write_figures,
)
from assessment.services.comparisons import (
    TRIES,
    compare,
    compare_for,
    draw,
    pool_of,
    told,
)
from assessment.services.demonstration_peers import invent_peers
from assessment.services.mail import queue_mail
from assessment.services.making_documents import document_html
from tests.building import NOON, Line, today

SCHEME = "cluster-excellence"


@pytest.fixture
def line(quick_line: Line) -> Line:
    quick_line.label_id = "bronze"
    return quick_line


def awarded(line: Line) -> Submission:
    submission = line.submission(line.lead_to(State.AWARDED))
    write_figures(line.session, SCHEME)
    return reviews.submission(line.session, submission.id)


def add_peers(
    line: Line, figures: Iterable[object], criterion_id: str = "budget", **facts: Any
) -> None:
    """Clusters with these figures in one indicator, from elsewhere."""
    measure = measure_of(line.label, line.label.criterion(criterion_id))
    for figure in figures:
        line.session.add(
            OutsidePeer(
                **{"scheme_id": SCHEME, "name": f"Peer {figure}", "country": "SE", "sectors": []}
                | facts,
                figures={criterion_id: [measure, str(figure)]},
            )
        )
    line.session.flush()


def own(line: Line, submission: Submission, criterion_id: str = "budget") -> str:
    found = select(ComparedFigure.figure).where(
        ComparedFigure.submission_id == submission.id, ComparedFigure.criterion_id == criterion_id
    )
    return line.session.scalars(found).one()


def indicator(kept: Comparison, criterion_id: str = "budget") -> dict[str, Any]:
    """The groups of one indicator by their names."""
    groups = kept.record["indicators"][criterion_id]["groups"]
    return {group["group"]: group for group in groups}


def pool(session: Session) -> dict[str, object]:
    figures = pool_of(session, SCHEME, today()).figures
    return {key: figure for (name, _), of in figures.items() if name == "budget"
            for key, figure in of.items()}  # fmt: skip


def test_figures_of_a_submission_are_written_down_once(line: Line) -> None:
    submission = line.submission(line.lead_to(State.SUBMITTED))
    assert write_figures(line.session, SCHEME) == 1
    assert write_figures(line.session, SCHEME) == 0
    found = line.session.scalars(select(ComparedFigure)).all()
    compared = {criterion.id for criterion in line.label.compared}
    assert {figure.criterion_id for figure in found} <= compared
    assert {figure.submission_id for figure in found} == {submission.id}
    by_criterion = {figure.criterion_id: read_figure(figure.figure) for figure in found}
    assert by_criterion["legal-form"] == "association"
    assert isinstance(by_criterion["cluster-age"], Fraction)
    assert line.session.scalars(select(ComparedSubmission)).one().members == "600"


def test_label_that_compares_nothing_has_no_figures(quick_line: Line) -> None:
    quick_line.lead_to(State.SUBMITTED)
    assert write_figures(quick_line.session, SCHEME) == 0
    assert quick_line.session.scalars(select(ComparedFigure)).all() == []


def test_record_that_cannot_be_read_stops_no_other(line: Line) -> None:
    submission = line.submission(line.lead_to(State.ACCEPTED))
    submission.record = {"label": "bronze"}
    line.session.flush()
    assert write_figures(line.session, SCHEME) == 1
    assert pool(line.session) == {}


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (State.SUBMITTED, False),
        (State.ACCEPTED, True),
        (State.REVIEWED, True),
        (State.AWARDED, True),
        (State.DECLINED, False),
    ],
)
def test_figures_count_from_the_formal_check_on_unless_declined(
    line: Line, state: State, counts: bool
) -> None:
    line.lead_to(state)
    write_figures(line.session, SCHEME)
    assert (str(line.world.cluster.id) in pool(line.session)) is counts


def test_figures_of_what_was_taken_back_do_not_count(line: Line) -> None:
    assessment = line.lead_to(State.ACCEPTED)
    write_figures(line.session, SCHEME)
    line.withdraw(assessment)
    assert pool(line.session) == {}


def test_table_has_the_quartiles_of_all_that_count(line: Line) -> None:
    submission = awarded(line)
    add_peers(line, [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000])
    assert own(line, submission) == "100"
    groups = indicator(compare(line.session, submission, 1, NOON))
    assert groups["all"] == {
        "group": "all",
        "shown": "all",
        "day": "2026-06-15",
        "of": 11,
        "count": 11,
        "lower": "250",
        "median": "500",
        "upper": "750",
    }
    assert groups["country:FI"] == {"group": "country:FI", "shown": None}
    assert groups["holders"] == {"group": "holders", "shown": None}


def test_five_clusters_beside_the_own_are_a_group_and_four_are_none(line: Line) -> None:
    submission = awarded(line)
    add_peers(line, [200, 300, 400, 500, 600])
    add_peers(line, ["10", "20", "30", "40"], "cluster-age")
    kept = compare(line.session, submission, 1, NOON)
    assert indicator(kept)["all"]["count"] == 6
    assert indicator(kept, "cluster-age")["all"]["shown"] is None


def test_size_that_is_too_small_is_widened(line: Line) -> None:
    submission = awarded(line)
    add_peers(line, range(100, 800, 100), members="90")
    add_peers(line, range(1000, 1700, 100), members="20")
    groups = indicator(compare(line.session, submission, 1, NOON))
    assert groups["size:160-"]["shown"] == "size:80-"
    assert (groups["size:160-"]["count"], groups["all"]["count"]) == (8, 15)


def test_group_that_differs_from_all_by_few_is_not_told_whole(line: Line) -> None:
    submission = awarded(line)
    add_peers(line, range(100, 1100, 100), country="FI")
    add_peers(line, range(2000, 2400, 100))
    groups = indicator(compare(line.session, submission, 1, NOON))
    assert (groups["all"]["count"], groups["all"]["of"]) == (15, 15)
    assert (groups["country:FI"]["count"], groups["country:FI"]["of"]) == (9, 11)


def test_group_that_is_the_same_as_all_is_shown(line: Line) -> None:
    submission = awarded(line)
    add_peers(line, range(100, 1100, 100), country="FI")
    groups = indicator(compare(line.session, submission, 1, NOON))
    assert (groups["all"]["count"], groups["country:FI"]["count"]) == (11, 11)


def test_shares_of_a_choice_are_told_without_rare_options(line: Line) -> None:
    submission = awarded(line)
    forms = ["company"] * 8 + ["foundation"] * 3 + ["host"] * 2 + ["association"] * 5
    add_peers(line, forms, "legal-form")
    groups = indicator(compare(line.session, submission, 1, NOON), "legal-form")
    assert groups["all"]["count"] == 19
    assert groups["all"]["chosen"] == {"company": 8, "association": 6}


def test_figures_of_another_measure_are_not_compared(line: Line) -> None:
    submission = awarded(line)
    add_peers(line, range(100, 1100, 100))
    for peer in line.session.scalars(select(OutsidePeer)):
        peer.figures = {"budget": ["another", peer.figures["budget"][1]]}
    assert indicator(compare(line.session, submission, 1, NOON))["all"]["shown"] is None


def test_report_stays_as_it_was_made(line: Line) -> None:
    submission = awarded(line)
    add_peers(line, range(100, 1100, 100))
    kept = dict(compare(line.session, submission, 1, NOON).record)
    add_peers(line, range(5000, 9000, 100))
    assert compare(line.session, submission, 1, NOON + timedelta(days=9)).record == kept


def test_table_stands_with_its_day_until_six_clusters_are_new(line: Line) -> None:
    submission = awarded(line)
    add_peers(line, range(100, 1100, 100))
    first = indicator(compare(line.session, submission, 1, NOON))["all"]
    add_peers(line, range(5000, 5500, 100))
    later = NOON + timedelta(days=9)
    assert indicator(compare(line.session, submission, 2, later))["all"] == first
    add_peers(line, [9000])
    last = indicator(compare(line.session, submission, 3, later))["all"]
    assert (last["count"], last["day"]) == (17, "2026-06-24")
    of_budget = select(func.count()).where(BenchmarkTable.criterion_id == "budget")
    assert line.session.scalar(of_budget.where(BenchmarkTable.group_key == "all")) == 2


def test_options_are_told_by_their_counts() -> None:
    assert told(["a", "a"]) == {"count": 2, "chosen": {}}


def decided(line: Line) -> int:
    """The number of a submission that is decided and not compared, beside ten peers from elsewhere."""
    submission = line.submission(line.lead_to(State.AWARDED))
    add_peers(line, range(200, 1200, 100))
    line.session.commit()
    return submission.id


def meanwhile_published(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, *, times: int
) -> list[int]:
    """Has somebody publish another table each time a comparison is worked out; the tries."""
    tries: list[int] = []

    def overtaken(*about: Any) -> Any:
        found = draw(*about)
        tries.append(found.rests_on)
        if len(tries) <= times:
            with unit_of_work(engine) as session:
                table = {"scheme_id": SCHEME, "criterion_id": "x", "measure": "m", "told": {}}
                session.add(
                    BenchmarkTable(group_key="all", contributions={}, published_at=NOON, **table)
                )
        return found

    monkeypatch.setattr("assessment.services.comparisons.draw", overtaken)
    return tries


def test_submission_is_compared_once(line: Line, engine: Engine) -> None:
    number = decided(line)
    compare_for(engine, number, 1)
    of_tables = select(func.count()).select_from(BenchmarkTable)
    found = line.session.scalars(select(Comparison)).one()
    kept, tables = dict(found.record), line.session.scalar(of_tables)
    assert indicator(found)["all"]["count"] == 11
    assert tables == 1
    line.session.rollback()
    compare_for(engine, number, 1)
    line.session.expire_all()
    assert line.session.scalars(select(Comparison)).one().record == kept
    assert line.session.scalar(of_tables) == tables


def test_comparison_is_worked_out_anew_where_another_table_was_published_meanwhile(
    line: Line, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = decided(line)
    tries = meanwhile_published(engine, monkeypatch, times=1)
    compare_for(engine, number, 1)
    assert (len(tries), tries[0]) == (2, 0)
    assert tries[1] > 0
    assert indicator(line.session.scalars(select(Comparison)).one())["all"]["count"] == 11


def test_comparison_that_is_always_overtaken_is_worked_out_under_the_lock(
    line: Line, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = decided(line)
    tries = meanwhile_published(engine, monkeypatch, times=TRIES)
    compare_for(engine, number, 1)
    assert len(tries) == TRIES + 1
    assert line.session.scalars(select(Comparison)).one().submission_id == number


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_others_write_while_records_are_read_and_tables_worked_out(
    line: Line, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = decided(line)
    written: list[str] = []

    def beside(name: str, work: Any) -> Any:
        def found(*about: Any) -> Any:
            with unit_of_work(engine) as session:  # would wait for 30 seconds and fail under a lock
                queue_mail(session, "aila@people.example", name, "Read.")
            written.append(name)
            return work(*about)

        return found

    for place, name in ((comparisons, "draw"), (compared_figures, "read_figures")):
        monkeypatch.setattr(place, name, beside(name, getattr(place, name)))
    compare_for(engine, number, 1)
    assert written == ["read_figures", "draw"]
    assert line.session.scalars(select(Comparison)).one().submission_id == number


def test_figures_that_somebody_else_has_written_meanwhile_are_left_as_they_are(line: Line) -> None:
    line.lead_to(State.AWARDED)
    read = read_figures(line.session, SCHEME)
    assert (len(read), keep_figures(line.session, read), keep_figures(line.session, read)) == (
        1,
        1,
        0,
    )


def test_document_is_made_from_what_is_kept(line: Line, settings: Settings) -> None:
    submission = awarded(line)
    (english, *_others) = [
        document
        for document in outcomes.documents(line.session, submission.id)
        if document.kind == "benchmarking"
    ]
    add_peers(line, range(200, 1200, 100))
    with pytest.raises(LookupError, match="is not compared"):
        document_html(line.session, settings, english)
    compare(line.session, submission, 1, NOON)
    html = document_html(line.session, settings, english)
    assert "Half of 11 clusters have between 350 and 850 EUR." in html
    add_peers(line, range(5000, 9000, 100))
    assert document_html(line.session, settings, english) == html


def test_edition_from_before_is_compared_by_the_rules_in_force(
    line: Line, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    before = SchemeEdition(
        digest="b" * 64,
        scheme_id=SCHEME,
        version="2026.1",
        files={
            name: re.sub(r"^    compared: .*\n", "", text, flags=re.M)
            for name, text in edition.files.items()
        },
        recorded_at=NOON,
    )
    line.session.add(before)
    line.session.flush()
    submission.scheme_digest = before.digest
    line.session.flush()
    assert not is_compared(line.session, submission)
    assert write_figures(line.session, SCHEME) == 0
    line.session.add(
        Publication(
            scheme_id=SCHEME,
            scheme_digest=edition.digest,
            published_at=NOON,
            author="Sanna Example",
            published_by=line.world.secretary.id,
        )
    )
    line.session.flush()
    assert is_compared(line.session, submission)
    assert write_figures(line.session, SCHEME) == 1
    assert own(line, submission) == "100"


def test_whatever_reports_show_those_in_the_same_tables_hide_each_other(
    line: Line, edition: Edition
) -> None:
    submission = awarded(line)
    invent_peers(line.session, edition)
    readers = [(["food"], "FI"), (["energy", "ict"], "SE"), (["creative"], "AT"), ([], "NO")]
    for round_, (sectors, country) in enumerate(readers, 1):
        line.world.cluster.sectors, line.world.cluster.country = sectors, country
        if round_ == 3:  # meanwhile a few have joined
            add_peers(line, range(10_000, 24_000, 1000), country="AT", sectors=["creative"])
        line.session.flush()
        compare(line.session, submission, round_, NOON)
    tables: dict[str, list[dict[str, str]]] = {}
    for table in line.session.scalars(select(BenchmarkTable)):
        tables.setdefault(table.criterion_id, []).append(table.contributions)
    assert len(tables) == 36
    assert len(tables["budget"]) > 6
    for found in tables.values():
        assert all(hide_each_other(cell.values()) for cell in cells(found))


def test_everybody_sees_the_same_numbers_of_a_group(line: Line, edition: Edition) -> None:
    submission = awarded(line)
    invent_peers(line.session, edition)
    shown = []
    for round_, sector in enumerate(("food", "energy"), 1):
        line.world.cluster.sectors = [sector]
        line.session.flush()
        shown.append(indicator(compare(line.session, submission, round_, NOON))["all"])
    assert shown[0] == shown[1]
