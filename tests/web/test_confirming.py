"""Still true? Answers from an earlier application, confirmed one by one."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.db.models import Answer, AnswerVersion, Publication
from assessment.db.queries import assessments
from assessment.domain.criteria import Criterion
from assessment.domain.questions import Question, QuestionType
from assessment.domain.workflow import State
from assessment.services.assessments import open_assessment, read_worksheet
from assessment.services.carrying import EARLIER
from assessment.services.submissions import gaps_of
from tests.building import NOON, Line, World
from tests.web.conftest import Seat
from tests.web.filled import filled_in, read

LATER = NOON + timedelta(days=400)


@pytest.fixture
def second(line: Line):
    """A second bronze assessment, when the first was declined."""
    line.label_id = "bronze"
    line.lead_to(State.DECLINED)
    return open_assessment(
        line.session,
        cluster_id=line.world.cluster.id,
        edition=line.edition,
        label=line.label,
        actor_id=line.world.owner.id,
        at=LATER,
    )


def carried(line: Line, assessment) -> tuple[str, ...]:
    line.session.expire_all()
    found = assessments.assessment(line.session, assessment.id)
    return read_worksheet(line.session, found, line.label, NOON).carried


def test_what_was_submitted_before_is_to_be_confirmed(line: Line, second) -> None:
    worksheet = read_worksheet(line.session, second, line.label, NOON)
    assert set(worksheet.carried) == set(worksheet.answers)
    assert {answer.carried for answer in worksheet.answers.values()} == {EARLIER}
    assert {answer.version for answer in worksheet.answers.values()} == {1}
    assert len(gaps_of(worksheet)) >= len(worksheet.carried)


def test_what_another_draft_relies_on_is_not_to_be_confirmed(line: Line) -> None:
    line.lead_to(State.DECLINED)
    line.open()
    confirmed = line.session.scalars(select(Answer)).all()
    for answer in confirmed:
        answer.carried = ""
    line.session.flush()
    line.label_id = "silver"
    line.open()
    line.session.expire_all()
    gold = {c.id for c in line.edition.scheme.label("gold").criteria}
    marked = line.session.scalars(select(Answer).where(Answer.carried == EARLIER)).all()
    assert [answer.criterion_id for answer in marked if answer.criterion_id in gold] == []


def test_walk_confirms_one_by_one_and_says_how_many_are_left(
    line: Line, world: World, seat: Seat, second
) -> None:
    total = len(carried(line, second))
    browser = seat(world.owner)
    address = f"/assessments/{second.id}/confirm"
    page = browser.get(address).text
    first = line.label.criteria[0]
    assert f"0 of {total} confirmed" in page
    assert "You answered this on 15 June 2026 for Bronze. Is it still true?" in read(page)
    form = filled_in_walk(page)
    answer = browser.post(f"{address}/{first.id}", form)
    assert answer.location == f"{address}?criterion={line.label.criteria[1].id}"
    assert f"1 of {total} confirmed" in browser.get(answer.location).text
    assert first.id not in carried(line, second)
    versions = line.session.scalars(
        select(AnswerVersion.version).where(AnswerVersion.criterion_id == first.id)
    ).all()
    assert versions == [1, 2]


def filled_in_walk(page: str) -> dict[str, object]:
    """The walk's form has an action of its own."""
    start = page.index('action="/assessments', page.index("<main"))
    end = page.index('"', start + 8)
    return dict(filled_in(page[:start] + page[end + 1 :]))


def first_whole_number(line: Line) -> tuple[Criterion, Question]:
    """The first question for a whole number, with its criterion."""
    asked = ((c, q) for c in line.label.criteria for q in c.questions)
    return next((c, q) for c, q in asked if q.type is QuestionType.WHOLE)


def test_figures_are_brought_up_to_date_with_what_they_were_beside_them(
    line: Line, world: World, seat: Seat, second
) -> None:
    criterion, question = first_whole_number(line)
    browser = seat(world.owner)
    address = f"/assessments/{second.id}/confirm"
    page = browser.get(f"{address}?criterion={criterion.id}").text
    assert "At that time" in read(page)
    form = {**filled_in_walk(page), f"q-{question.id}": "7"}
    assert browser.post(f"{address}/{criterion.id}", form).status_code == 303
    line.session.expire_all()
    saved = assessments.answers(line.session, second.id)[criterion.id]
    assert (saved.values[question.id], saved.carried, saved.version) == ("7", "", 2)


def test_figure_that_is_refused_after_somebody_else_confirmed_leads_to_the_answer(
    line: Line, world: World, seat: Seat, second
) -> None:
    criterion, question = first_whole_number(line)
    owner, editor = seat(world.owner), seat(world.editor)
    address = f"/assessments/{second.id}/confirm"
    form = filled_in_walk(owner.get(f"{address}?criterion={criterion.id}").text)
    form.pop("csrf_token")  # each sends their own
    wrong = {**form, f"q-{question.id}": "about 7"}
    assert owner.post(f"{address}/{criterion.id}", wrong).status_code == 422
    assert editor.post(f"{address}/{criterion.id}", form).status_code == 303
    answer = owner.post(f"{address}/{criterion.id}", wrong)
    assert answer.location == f"/assessments/{second.id}/criteria/{criterion.id}"


def test_answer_saved_meanwhile_is_shown_and_not_confirmed(
    line: Line, world: World, seat: Seat, second
) -> None:
    first = line.label.criteria[0]
    browser = seat(world.owner)
    address = f"/assessments/{second.id}/confirm"
    form = filled_in_walk(browser.get(address).text)
    answer = browser.post(f"{address}/{first.id}", {**form, "version": "7"})
    assert answer.location == f"{address}?criterion={first.id}"
    assert "Somebody saved this answer meanwhile." in browser.get(answer.location).text
    assert first.id in carried(line, second)


def test_notice_goes_with_the_save_that_confirms_the_answer(
    line: Line, world: World, seat: Seat, second
) -> None:
    first = line.label.criteria[0]
    browser, place = seat(world.owner), f"/assessments/{second.id}/criteria/{first.id}"
    page = browser.get(place).text
    assert "Is it still true?" in live_regions(page)["still-true"]
    browser.post(place, dict(filled_in(page)) | {"justification": "Newer."})
    assert live_regions(browser.get(place).text)["still-true"].strip() == ""


def test_section_says_of_each_answer_where_it_comes_from(
    line: Line, world: World, seat: Seat, second
) -> None:
    section = line.label.sections[0]
    page = read(seat(world.owner).get(f"/assessments/{second.id}/sections/{section.id}").text)
    words = "You answered this on 15 June 2026 for Bronze. Is it still true?"
    assert page.count(words) == len(section.criteria)
    assert "earlier version of the scheme" not in page


def test_section_asks_once_for_where_all_its_answers_come_from(
    line: Line, world: World, seat: Seat, statements, second
) -> None:
    browser, section = seat(world.owner), line.label.sections[0]
    with statements() as found:
        browser.get(f"/assessments/{second.id}/sections/{section.id}")
    assert len([each for each in found if "FROM submissions JOIN" in each]) == 1


def test_new_version_is_told_apart_from_an_earlier_application(
    line: Line, world: World, seat: Seat, second
) -> None:
    touched = line.label.criteria[0]
    assessments.answers(line.session, second.id)[touched.id].carried = "clarified"
    publication = Publication(
        scheme_id=second.scheme_id,
        scheme_digest=line.edition.digest,
        author="Sam",
        published_at=LATER + timedelta(days=1),
    )
    line.session.add(publication)
    page = seat(world.owner).get(f"/assessments/{second.id}").text
    left = len(carried(line, second)) - 1
    assert f"{left} answers come from before. Are they still true?" in page
    notice = page[page.index("What it changed waits") :]
    assert re.findall(r'<a href="[^"]+/criteria/([^"]+)"', notice[: notice.index("</ul>")]) == [
        touched.id
    ]


def test_still_true_after_ones_own_save_leads_on(
    line: Line, world: World, seat: Seat, second
) -> None:
    first, following = line.label.criteria[:2]
    browser = seat(world.owner)
    place = f"/assessments/{second.id}/criteria/{first.id}"
    browser.post(place, dict(filled_in(browser.get(place).text)) | {"justification": "Newer."})
    form = {"as_it_is": "1", "version": "1", "scheme_version": line.edition.scheme.version}
    answer = browser.post(f"/assessments/{second.id}/confirm/{first.id}", form)
    assert answer.location == f"/assessments/{second.id}/confirm?criterion={following.id}"
    assert "Somebody saved" not in browser.get(answer.location).text


def test_still_true_after_somebody_elses_save_leads_to_what_they_saved(
    line: Line, world: World, seat: Seat, second
) -> None:
    first = line.label.criteria[0]
    editor, place = seat(world.editor), f"/assessments/{second.id}/criteria/{first.id}"
    editor.post(place, dict(filled_in(editor.get(place).text)) | {"justification": "Newer."})
    form = {"as_it_is": "1", "version": "1", "scheme_version": line.edition.scheme.version}
    browser = seat(world.owner)
    answer = browser.post(f"/assessments/{second.id}/confirm/{first.id}", form)
    assert answer.location == place
    page = browser.get(place).text
    assert "Somebody saved this answer meanwhile. Here it is as it stands now." in page
    assert "Newer.</textarea>" in page


def test_still_true_on_a_page_of_an_older_version_says_so(
    line: Line, world: World, seat: Seat, second
) -> None:
    first = line.label.criteria[0]
    browser = seat(world.owner)
    form = {"as_it_is": "1", "version": "1", "scheme_version": "an older one"}
    answer = browser.post(f"/assessments/{second.id}/confirm/{first.id}", form)
    assert answer.location == f"/assessments/{second.id}/confirm?criterion={first.id}"
    page = browser.get(answer.location).text
    assert "The scheme has a new version since you opened this page." in page
    assert "Somebody saved" not in page
    assert first.id in carried(line, second)


def live_regions(page: str) -> dict[str, str]:
    """The beginnings of what `refresh.js` exchanges after a save, by id."""
    return dict(re.findall(r'<div id="([^"]+)" data-live>(.*?)</div>', page, re.DOTALL))


def test_too_old_evidence_is_told(line: Line, world: World, seat: Seat) -> None:
    line.lead_to(State.DECLINED)
    again = line.open()
    aged = next(
        c
        for c in line.label.criteria
        if any(rule.months_old_at_most for rule in c.support.evidence)
    )
    for item in assessments.attached_evidence(line.session, again.id)[aged.id]:
        item.effective_until = item.dated_on.replace(year=2015)
    page = seat(world.owner).get(f"/assessments/{again.id}/confirm?criterion={aged.id}").text
    assert "Too old for its rule" in page


def test_criterion_page_asks_whether_it_is_still_true(
    line: Line, world: World, seat: Seat, second
) -> None:
    first = line.label.criteria[0]
    browser = seat(world.owner)
    page = browser.get(f"/assessments/{second.id}/criteria/{first.id}").text
    assert "Is it still true?" in page
    form = {"as_it_is": "1", "version": "1", "scheme_version": line.edition.scheme.version}
    assert browser.post(f"/assessments/{second.id}/confirm/{first.id}", form).status_code == 303
    assert first.id not in carried(line, second)


def test_criterion_page_with_an_answer_to_confirm_asks_ten_times(
    line: Line, world: World, seat: Seat, statements, second
) -> None:
    browser = seat(world.owner)
    with statements() as found:
        browser.get(f"/assessments/{second.id}/criteria/{line.label.criteria[0].id}")
    assert len(found) == 10


def test_criterion_page_names_the_other_drafts_in_which_it_counts(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    gold = {criterion.id for criterion in line.label.criteria}
    line.label_id = "silver"
    line.open()
    shared = next(c.id for c in line.label.criteria if c.id in gold)
    page = seat(world.owner).get(f"/assessments/{assessment.id}/criteria/{shared}").text
    assert "Also counts for: Silver (draft)." in read(page)


def test_walk_without_anything_to_confirm_leads_on(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    page = seat(world.owner).get(f"/assessments/{assessment.id}/confirm").text
    assert "Nothing waits to be confirmed" in page
    assert f'href="/assessments/{assessment.id}/check"' in page


def test_walk_asks_a_handful_of_times(
    line: Line, world: World, seat: Seat, statements, second
) -> None:
    browser = seat(world.owner)
    with statements() as found:
        browser.get(f"/assessments/{second.id}/confirm")
    assert len(found) <= 10
