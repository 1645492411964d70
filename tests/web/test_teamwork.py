"""Sharing out criteria and talking about them, on the pages where it is done."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from assessment.db.base import now
from assessment.db.models import Answer, Assessment, Assignment, Comment, Membership
from assessment.domain.validity import HOME
from assessment.services.comments import EDITING, Place, write_comment
from assessment.services.tasks import Assigning, assign
from tests.building import NOON, Line, World, make_cluster, make_person
from tests.web.conftest import Seat
from tests.web.filled import read

HERE = "web-presence"
THERE = "documentation-of-strategy"


@pytest.fixture
def draft(line: Line) -> Assessment:
    return line.open()


def place(draft: Assessment, rest: str = "", criterion_id: str = HERE) -> str:
    return f"/assessments/{draft.id}/criteria/{criterion_id}{rest}"


def assigned(line: Line) -> dict[str, int]:
    found = line.session.execute(select(Assignment.criterion_id, Assignment.user_id)).all()
    line.session.commit()
    return {row[0]: row[1] for row in found}


def newest_comment(line: Line) -> int:
    found = line.session.scalars(select(Comment.id).order_by(Comment.id.desc())).first()
    line.session.commit()
    return found or 0


def in_days(days: int) -> str:
    return (now().astimezone(HOME).date() + timedelta(days=days)).isoformat()


def test_a_criterion_is_assigned_from_its_page_and_is_the_persons_task(
    line: Line, world: World, draft: Assessment, seat: Seat
) -> None:
    owner = seat(world.owner)
    assert place(draft, "/assign") in owner.get(place(draft)).text
    form = {"person": world.editor.id, "due_on": in_days(2), "note": "See the <plan>"}
    assert owner.post(place(draft, "/assign"), form).location == place(draft)
    assert assigned(line) == {HERE: world.editor.id}
    page = seat(world.editor).get("/tasks").text
    assert "Web presence" in page
    assert "See the &lt;plan&gt;" in page
    assert "state--warning" in page
    assert "Nothing is assigned to you" in owner.get("/tasks").text


def test_a_task_is_done_by_itself(line: Line, world: World, draft: Assessment, seat: Seat) -> None:
    seat(world.owner).post(place(draft, "/assign"), {"person": world.editor.id})
    assert "1 task is done" not in seat(world.editor).get("/tasks").text
    line.answer_all(draft)
    page = seat(world.editor).get("/tasks").text
    assert "Nothing is open." in page
    assert "1 task is done" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"person": ""}, "Choose who sees to it, or nobody."),
        ({"person": "999"}, "Not a valid choice"),
        ({"due_on": "2020-01-01"}, "Write today or a day to come."),
        ({"due_on": "soon"}, "Not a valid date value"),
        ({"note": "x" * 301}, "Write at most 300 characters."),
    ],
)
def test_a_wrong_assignment_is_told_and_stays_typed(
    line: Line, world: World, draft: Assessment, seat: Seat, wrong: dict[str, str], words: str
) -> None:
    form = {"person": str(world.editor.id), "due_on": "", "note": "From the minutes", **wrong}
    answer = seat(world.owner).post(place(draft, "/assign"), form)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{form["note"]}"' in answer.text
    assert assigned(line) == {}


def test_assigning_what_is_done_already_says_so_before(
    line: Line, world: World, draft: Assessment, seat: Seat
) -> None:
    owner = seat(world.owner)
    said = "answered and supported already, so a task on it counts as done from the start"
    assert said not in owner.get(place(draft, "/assign")).text
    line.answer_all(draft)
    line.session.commit()
    page = owner.get(place(draft, "/assign")).text
    assert said in page
    assert f'href="{place(draft)}#comments"' in page
    listed = read(owner.get(f"/assessments/{draft.id}/assign").text)
    assert listed.count("answered and supported") == 1 + 31


def test_many_are_assigned_at_once_by_criterion_and_by_section(
    line: Line, world: World, draft: Assessment, seat: Seat
) -> None:
    owner = seat(world.owner)
    address = f"/assessments/{draft.id}/assign"
    assert address in owner.get(f"/assessments/{draft.id}").text
    form = {"person": world.editor.id, "criteria": [HERE, "unknown"], "sections": ["financing"]}
    assert owner.post(address, form).status_code == 422
    answer = owner.post(address, {**form, "criteria": [HERE]})
    assert answer.location == f"/assessments/{draft.id}"
    assert set(assigned(line)) == {HERE, "prospects-of-financing", "private-financing"}
    assert "3 criteria assigned." in owner.get(f"/assessments/{draft.id}").text
    owner.post(address, {"person": "nobody", "sections": ["financing"]})
    assert assigned(line) == {HERE: world.editor.id}


def test_nothing_ticked_is_told_and_what_was_ticked_stays(
    line: Line, world: World, draft: Assessment, seat: Seat
) -> None:
    owner = seat(world.owner)
    address = f"/assessments/{draft.id}/assign"
    nothing = owner.post(address, {"person": world.editor.id})
    assert nothing.status_code == 422
    assert "Tick the criteria, or whole sections." in nothing.text
    nobody = owner.post(address, {"criteria": [HERE], "sections": ["financing"]})
    assert nobody.status_code == 422
    assert re.search(rf'value="{HERE}"[^>]* checked', nobody.text)
    assert re.search(r'value="financing"[^>]* checked', nobody.text)


def test_the_assessment_shows_who_sees_to_what_and_open_comments(
    line: Line, world: World, draft: Assessment, seat: Seat
) -> None:
    owner = seat(world.owner)
    owner.post(place(draft, "/assign"), {"person": world.editor.id, "due_on": in_days(0)})
    owner.post(place(draft, "/comments"), {"text": "Which year?"})
    line.session.execute(update(Assignment).values(due_on=now().date() - timedelta(days=9)))
    line.session.commit()
    page = owner.get(f"/assessments/{draft.id}").text
    assert "1 open comment" in page
    assert "Overdue since" in page
    assert ">Editor <" in page
    assert ">You <" in seat(world.editor).get(f"/assessments/{draft.id}").text


def test_the_team_talks_on_the_criterions_page(
    line: Line, world: World, draft: Assessment, seat: Seat
) -> None:
    viewer, editor = seat(world.viewer), seat(world.editor)
    text = "First line\n\n<b>@Editor</b>, which year?"
    written = viewer.post(place(draft, "/comments"), {"text": text, "to": world.owner.id})
    number = newest_comment(line)
    assert written.location == place(draft, f"#comment-{number}")
    page = editor.get(place(draft)).text
    assert '&lt;b&gt;<b class="mention">@Editor</b>&lt;/b&gt;, which year?' in page
    assert "For: Owner, Editor" in page or "For: Editor, Owner" in page
    editor.post(place(draft, "/comments"), {"text": "Last year.", "parent": number})
    assert "Last year." in viewer.get(place(draft)).text
    assert "1 open comment<" in viewer.get(f"/assessments/{draft.id}").text


def test_a_conversation_is_resolved_and_opened_again(
    line: Line, world: World, draft: Assessment, seat: Seat
) -> None:
    owner = seat(world.owner)
    owner.post(place(draft, "/comments"), {"text": "Which year?"})
    number = newest_comment(line)
    answer = owner.post(place(draft, f"/comments/{number}/resolve"))
    assert answer.location == place(draft, f"#comment-{number}")
    assert "Resolved by Owner" in owner.get(place(draft)).text
    assert "open comment" not in owner.get(f"/assessments/{draft.id}").text
    owner.post(place(draft, f"/comments/{number}/reopen"))
    assert "Resolved by Owner" not in owner.get(place(draft)).text


@pytest.mark.parametrize(
    ("text", "words"),
    [(" \n ", "Write something first."), ("x" * 5001, "Write at most 5,000 characters.")],
)
def test_a_comment_that_cannot_be_taken_comes_back_as_typed(
    line: Line, world: World, draft: Assessment, seat: Seat, text: str, words: str
) -> None:
    answer = seat(world.owner).post(place(draft, "/comments"), {"text": text, "to": "2"})
    assert answer.status_code == 422
    assert words in answer.text
    assert text.strip() in answer.text
    assert newest_comment(line) == 0


def test_a_refused_reply_still_knows_what_it_replies_to(
    line: Line, world: World, draft: Assessment, seat: Seat
) -> None:
    owner = seat(world.owner)
    owner.post(place(draft, "/comments"), {"text": "Which year?"})
    number = newest_comment(line)
    answer = owner.post(place(draft, "/comments"), {"text": "", "parent": number})
    assert f'name="parent" value="{number}"' in answer.text


@pytest.mark.parametrize("parent", ["999", "0", "-1", str(2**40)])
def test_nobody_replies_to_what_is_not_there(
    world: World, draft: Assessment, seat: Seat, parent: str
) -> None:
    owner = seat(world.owner)
    form = {"text": "Well", "parent": parent}
    assert owner.post(place(draft, "/comments"), form).status_code == 404


def test_own_words_are_changed_soon_after_and_not_later(
    line: Line, world: World, draft: Assessment, seat: Seat
) -> None:
    owner = seat(world.owner)
    owner.post(place(draft, "/comments"), {"text": "Wich year?"})
    address = place(draft, f"/comments/{newest_comment(line)}")
    assert "Wich year?" in owner.get(address).text
    assert owner.post(address, {"text": "Which year?"}).status_code == 303
    assert "Which year?" in owner.get(place(draft)).text
    line.session.execute(update(Comment).values(written_at=now() - EDITING))
    line.session.commit()
    assert owner.get(address).status_code == 303
    late = owner.post(address, {"text": "Typed too late"})
    assert late.status_code == 422
    assert "It is too late to change this comment." in late.text
    assert "Typed too late" in late.text
    assert seat(world.editor).get(address).status_code == 404


def test_an_own_comment_is_deleted_after_one_more_question(
    line: Line, world: World, draft: Assessment, seat: Seat
) -> None:
    owner = seat(world.owner)
    owner.post(place(draft, "/comments"), {"text": "A slip of the pen"})
    address = place(draft, f"/comments/{newest_comment(line)}/delete")
    assert seat(world.editor).post(address).status_code == 404
    assert "Delete this comment?" in owner.get(address).text
    assert owner.post(address).status_code == 303
    page = owner.get(place(draft)).text
    assert "A slip of the pen" not in page
    assert "Deleted by its author." in page


@pytest.mark.parametrize("name", ["reviewer", "secretary", "stranger"])
def test_comments_are_the_teams_own(
    line: Line, world: World, draft: Assessment, seat: Seat, name: str
) -> None:
    seat(world.owner).post(place(draft, "/comments"), {"text": "Between us"})
    answer = seat(getattr(world, name)).get(place(draft))
    assert answer.status_code in (403, 404)
    assert "Between us" not in answer.text


def test_pages_ask_as_often_for_much_teamwork_as_for_none(
    line: Line, world: World, draft: Assessment, seat: Seat, statements
) -> None:
    addresses = [place(draft), f"/assessments/{draft.id}", f"/assessments/{draft.id}/assign"]

    def counts() -> list[int]:
        owner, found = seat(world.owner), []
        for address in [*addresses, "/tasks"]:
            with statements() as asked:
                assert owner.get(address).status_code == 200
            found.append(len(asked))
        return found

    _share_out(line, draft, world, 1)
    before = counts()
    for number in range(30):
        person = make_person(line.session, f"person{number}")
        line.session.add(Membership(cluster_id=draft.cluster_id, user_id=person.id, role="editor"))
    _share_out(line, draft, world, 30)
    for number in range(4):
        world.cluster = make_cluster(line.session, f"Cluster {number}", owner=world.owner)
        _share_out(line, line.open(), world, 5)
    after = counts()
    assert after == before
    assert max(after) <= 10


def _share_out(line: Line, draft: Assessment, world: World, number: int) -> None:
    line.session.flush()
    criteria = [criterion.id for criterion in line.label.active[:number]]
    common = {"actor_id": world.owner.id, "at": NOON}
    assign(
        line.session, cluster_id=draft.cluster_id, sheet_id=draft.sheet_id,
        criterion_ids=criteria, to=Assigning(world.owner.id), **common,
    )  # fmt: skip
    for _ in range(number):
        write_comment(
            line.session, Place(draft.cluster_id, draft.sheet_id, HERE), text="@Owner", **common
        )
    assert line.session.scalars(select(Answer)).all() == []
