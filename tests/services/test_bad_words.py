"""Bad input on real documents: texts that are too long or pretend to be markup, names in any letters."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from assessment.catalogue.loader import Edition
from assessment.db.models import Document
from assessment.db.queries import assessments, outcomes
from assessment.domain.workflow import State
from assessment.services.making_documents import make_waiting_documents
from assessment.services.making_self_reports import make_waiting_draft_reports
from assessment.services.self_reports import draft_report_path, order_draft_report, order_report
from assessment.services.uploads import stored_path
from tests.building import NOON, make_cluster
from tests.services.every_file import ChangedLine, NewDatabase, Place, place_at
from tests.services.pdf_reading import placed

TRICKS = (
    "<script>alert(1)</script>",
    '<img src="http://127.0.0.1:9/x.png">',
    "file:///etc/passwd",
    "@font-face{src:url(http://127.0.0.1:9/f.woff)}",
    "</p></section><h1>Awarded</h1>",
)
UNBROKEN = 60_000
"""Letters without a space between them."""
LONGEST = 200_000
KINDS = ("application", "self_assessment", "report", "draft")


def long_text() -> str:
    """Tricks, then one word of sixty thousand letters, then numbered words up to the longest text."""
    begun = " ".join(TRICKS) + " " + "W" * UNBROKEN + " "
    words, number = [begun], 0
    length = len(begun)
    while length < LONGEST - 20:
        word = f"word{number:05} "
        words.append(word)
        length += len(word)
        number += 1
    return ("".join(words) + "THE-END").ljust(LONGEST, ".")


@pytest.fixture(scope="module")
def long_files(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, edition: Edition
) -> Iterator[dict[str, bytes]]:
    """The kinds that print answers, with the longest text in one of them."""

    def write(line: ChangedLine, assessment: object) -> None:
        found = assessments.answers(line.session, assessment.id)  # type: ignore[attr-defined]
        found["web-presence"].justification = long_text()

    with place_at(tmp_path_factory.mktemp("long"), new_database, edition) as place:
        yield _long_files(place, write)


def _long_files(place: Place, write) -> dict[str, bytes]:  # type: ignore[no-untyped-def]
    session = place.session
    line = place.line("gold", write)
    submission = line.submission(line.lead_to(State.AWARDED))
    order_report(session, submission=submission, language="en", at=NOON)
    unwanted = [
        document
        for document in outcomes.documents(session, submission.id)
        if document.language != "en" or document.kind == "certificate"
    ]
    outcomes.release_mail(session, [document.id for document in unwanted])
    for document in unwanted:
        session.delete(document)
    place.world.cluster = make_cluster(session, "Northern Timber 2", owner=place.world.owner)
    drafted = place.line("gold", write)
    draft = drafted.open()
    drafted.answer_all(draft)
    ordered = order_draft_report(
        session,
        assessment_id=draft.id,
        edition=place.edition,
        language="en",
        actor_id=place.world.owner.id,
        at=NOON,
    )
    session.commit()
    make_waiting_documents(place.engine, place.settings)
    make_waiting_draft_reports(place.engine, place.settings)
    session.expire_all()
    found = {}
    for row in session.scalars(select(Document)):
        assert row.sha256 is not None, row.fault
        found[row.kind] = stored_path(place.settings.documents_path, row.sha256).read_bytes()
    path = draft_report_path(place.settings, ordered)
    assert path is not None, ordered.fault
    session.commit()
    return found | {"draft": path.read_bytes()}


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_text_is_printed_whole_as_it_was_written(
    long_files: dict[str, bytes], kind: str
) -> None:
    found = placed(long_files[kind])
    words = [box.words.replace("\u200b", "") for box in found.boxes]
    text = "".join(words)
    for trick in TRICKS:
        assert "".join(trick.split()) in text.replace("\u2010", ""), trick
    assert text.count("W") >= UNBROKEN
    assert words.count("THE-END" + "." * (len(long_text()) - long_text().index("THE-END") - 7)) == 1
    numbered = [word for word in words if word.startswith("word0")]
    assert numbered == sorted(numbered)
    assert len(numbered) == long_text().count(" word0")


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_leaves_the_page(long_files: dict[str, bytes], kind: str) -> None:
    assert placed(long_files[kind]).outside(margin=55) == []
