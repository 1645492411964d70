"""Bundles: what one would have, what the worker makes of it, and what stands in its file."""

import csv
import errno
import hashlib
import io
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, select

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Certificate, Document
from assessment.db.queries import reviews
from assessment.db.queries.bundles import Choice
from assessment.domain.bundles import Cause, Lack, cause_of
from assessment.domain.label_life import LifeState
from assessment.domain.workflow import State
from assessment.services import making, making_documents, packing
from assessment.services.bundles import (
    NothingToCollect,
    NothingToStop,
    foresee,
    stop_bundle,
    take_up_again,
)
from assessment.services.correcting import Correction
from assessment.services.correcting_names import confirm_name, propose_name
from assessment.services.making_bundles import make_waiting_bundles
from assessment.services.making_documents import make_waiting_documents
from assessment.services.packing import bundle_path, sweep_old_bundles
from tests.building import MAILING, NOON, OFFICE, Line
from tests.bundled import DAY, as_it_stands, decided, forget_orders, of_day, order, standings

Renderer = Callable[[str], bytes]


def fake_pdf(html: str) -> bytes:
    return b"%PDF-" + html.encode()


@pytest.fixture
def line(quick_line: Line) -> Line:
    quick_line.label_id = "bronze"
    return quick_line


@pytest.fixture
def render_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Renderer], None]:
    """Puts another renderer in the place of the real one, which takes its time."""

    def render(renderer: Renderer) -> None:
        monkeypatch.setattr(making_documents, "sealed_pdf", lambda html, *_: renderer(html))

    render(fake_pdf)
    return render


def inside(settings: Settings, line: Line, number: int) -> dict[str, bytes]:
    path = bundle_path(settings, as_it_stands(line, number))
    assert path is not None
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def index_of(files: dict[str, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["index.csv"].decode("utf-8-sig"))))


def foreseen(line: Line, choice: Choice) -> list[tuple[str, str, str, str]]:
    """Cluster, kind, language, and how the document stands."""
    found = foresee(line.session, choice, line.world.secretary.id)
    return [
        (
            one.candidate.cluster,
            one.kind,
            one.language,
            one.lack or ("" if one.there is None else "made" if one.there.is_made else "ordered"),
        )
        for one in found.prospects
    ]


def test_what_there_is_is_seen_beforehand_and_nothing_is_ordered(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    decided(line, "Ash")
    line.session.commit()
    make_waiting_documents(engine, settings)
    decided(line, "Birch", state=State.DECLINED)
    decided(line, "Cedar", state=State.IN_REVIEW)
    line.session.expire_all()
    forget_orders(line, "benchmarking", language="fi")
    before = len(line.session.scalars(select(Document)).all())
    assert foreseen(line, of_day()) == [
        ("Ash", "certificate", "en", "made"),
        ("Ash", "certificate", "fi", "made"),
        ("Ash", "report", "en", "made"),
        ("Ash", "report", "fi", "made"),
        ("Ash", "benchmarking", "en", "made"),
        ("Ash", "benchmarking", "fi", ""),
        ("Birch", "certificate", "", "not_awarded"),
        ("Birch", "report", "en", "ordered"),
        ("Birch", "report", "fi", "ordered"),
        ("Birch", "benchmarking", "en", "ordered"),
        ("Birch", "benchmarking", "fi", ""),
    ]
    assert len(line.session.scalars(select(Document)).all()) == before


def test_days_are_those_of_the_decision_at_home(line: Line) -> None:
    decided(line, "Ash")
    assert len(foreseen(line, Choice(("report",), ("en",), first=DAY))) == 1
    assert len(foreseen(line, Choice(("report",), ("en",), last=DAY))) == 1
    assert foreseen(line, Choice(("report",), ("en",), first=DAY + timedelta(days=1))) == []
    assert foreseen(line, Choice(("report",), ("en",), last=DAY - timedelta(days=1))) == []


def test_what_concerns_whoever_orders_is_left_out_and_counted(line: Line) -> None:
    decided(line, "Ash", "Birch")
    found = foresee(line.session, of_day("report"), line.world.owner.id)
    assert (found.prospects, found.own) == ([], 2)
    found = foresee(line.session, of_day("report"), line.world.reviewer.id)
    assert (found.prospects, found.own) == ([], 2)


def test_scheme_without_the_language_has_no_document_in_it(line: Line) -> None:
    decided(line, "Ash")
    assert foreseen(line, of_day("report", languages=("en", "sv"))) == [
        ("Ash", "report", "en", "ordered"),
        ("Ash", "report", "sv", "no_language"),
    ]


def test_nothing_to_collect_orders_nothing(line: Line) -> None:
    decided(line, "Ash", state=State.DECLINED)
    with pytest.raises(NothingToCollect):
        order(line, of_day("certificate"))


def test_what_is_missing_is_made_and_all_of_it_is_packed(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    ash, birch = decided(line, "Ash", "Birch / Oy: \u202e=1+1")
    line.session.commit()
    make_waiting_documents(engine, settings)
    forget_orders(line, "benchmarking")
    forget_orders(line, "certificate", language="fi")
    before = set(line.session.scalars(select(Document.sha256)))
    number = order(line, of_day("certificate", "benchmarking"))
    between: list[str] = []
    make_waiting_bundles(engine, settings, after_each=lambda: between.append("x"))
    assert {row[3:] for row in standings(line, number)} == {("made", "")}
    assert len(between) == 6
    files = inside(settings, line, number)
    certificate = line.session.scalars(
        select(Certificate).where(Certificate.submission_id == ash)
    ).one()
    assert sorted(files)[:4] == [
        "Ash/Ash bronze benchmarking en.pdf",
        "Ash/Ash bronze benchmarking fi.pdf",
        f"Ash/Ash bronze certificate {certificate.number} en.pdf",
        f"Ash/Ash bronze certificate {certificate.number} fi.pdf",
    ]
    assert len(files) == 9
    rows = index_of(files)
    assert rows[0] == {
        "Application": str(ash),
        "Certificate": certificate.number,
        "Cluster": "Ash",
        "Label": "Bronze",
        "Document": "Certificate",
        "Language": "en",
        "File": f"Ash/Ash bronze certificate {certificate.number} en.pdf",
        "SHA-256": hashlib.sha256(files[rows[0]["File"]]).hexdigest(),
        "State": "Made",
        "Why": "",
    }
    assert {row["File"] for row in rows} == set(files) - {"index.csv"}
    for row in rows:
        assert hashlib.sha256(files[row["File"]]).hexdigest() == row["SHA-256"]
    documents = line.session.scalars(select(Document)).all()
    made = {one.sha256 for one in documents if one.kind in ("certificate", "benchmarking")}
    assert {row["SHA-256"] for row in rows} == made
    assert before <= {one.sha256 for one in documents}
    for number in (ash, birch):
        papers = [d for d in documents if (d.kind, d.submission_id) == ("certificate", number)]
        assert sorted(d.language for d in papers) == ["en", "fi"]
        assert papers[0].facts == papers[1].facts


def test_file_is_the_same_however_often_it_is_packed(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    decided(line, "Ash", "Birch")
    number = order(line, of_day("report"))
    make_waiting_bundles(engine, settings)
    first = as_it_stands(line, number)
    path = bundle_path(settings, first)
    assert path is not None
    content = path.read_bytes()
    assert first.sha256 == hashlib.sha256(content).hexdigest()
    assert first.size == len(content)
    take_up_again(line.session, first)
    line.session.commit()
    assert bundle_path(settings, as_it_stands(line, number)) is None
    make_waiting_bundles(engine, settings)
    again = bundle_path(settings, as_it_stands(line, number))
    assert again is not None
    assert again.read_bytes() == content
    assert [each.name for each in settings.bundles_path.iterdir()] == [path.name]


def test_one_that_fails_is_reported_and_the_others_come(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    decided(line, "Ash", "Birch")

    def fail_for_birch(html: str) -> bytes:
        if "Birch" in html and 'lang="fi"' in html:
            raise ValueError("no such glyph")
        return fake_pdf(html)

    render_with(fail_for_birch)
    number = order(line, of_day("report"))
    make_waiting_bundles(engine, settings)
    assert standings(line, number) == [
        ("Ash", "report", "en", "made", ""),
        ("Ash", "report", "fi", "made", ""),
        ("Birch", "report", "en", "made", ""),
        ("Birch", "report", "fi", "failed", "ValueError: no such glyph"),
    ]
    files = inside(settings, line, number)
    assert len(files) == 4
    row = index_of(files)[3]
    assert (row["File"], row["SHA-256"], row["State"]) == ("", "", "Failed")
    assert row["Why"] == "It could not be made. Whoever runs the server finds more in its log."
    render_with(fake_pdf)
    take_up_again(line.session, as_it_stands(line, number))
    line.session.commit()
    make_waiting_bundles(engine, settings)
    assert {row[3] for row in standings(line, number)} == {"made"}
    assert len(inside(settings, line, number)) == 5


def test_what_failed_and_was_made_since_is_taken_in_by_itself(
    line: Line,
    engine: Engine,
    settings: Settings,
    render_with: Callable[[Renderer], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decided(line, "Ash")

    def full(_html: str) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    render_with(full)
    number = order(line, of_day("report"))
    make_waiting_bundles(engine, settings)
    fault = "OSError: [Errno 28] No space left on device"
    assert {row[3:] for row in standings(line, number)} == {("failed", fault)}
    assert as_it_stands(line, number).made_at is None
    render_with(fake_pdf)
    later = now() + timedelta(minutes=3)
    monkeypatch.setattr(making, "now", lambda: later)
    make_waiting_documents(engine, settings)
    make_waiting_bundles(engine, settings)
    assert {row[3] for row in standings(line, number)} == {"made"}
    assert len(inside(settings, line, number)) == 3


def test_stopping_leaves_out_what_was_not_begun_and_orders_nothing(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    decided(line, "Ash", "Birch")
    forget_orders(line, "report", "benchmarking", "certificate")
    number = order(line, of_day("report"))

    def stop() -> None:
        reports = select(Document).where(Document.kind == "report")
        if len(line.session.scalars(reports).all()) == 2:
            bundle = as_it_stands(line, number)
            if bundle.stopped_at is None:
                by = {"actor_id": line.world.deputy.id, "at": NOON}
                stop_bundle(line.session, bundle, **by)
        line.session.commit()

    make_waiting_bundles(engine, settings, after_each=stop)
    assert standings(line, number) == [
        ("Ash", "report", "en", "made", ""),
        ("Ash", "report", "fi", "made", ""),
        ("Birch", "report", "en", "left_out", "stopped"),
        ("Birch", "report", "fi", "left_out", "stopped"),
    ]
    bundle = as_it_stands(line, number)
    assert (bundle.stopped_by, bundle.stopped_at) == (line.world.deputy.id, NOON)
    files = inside(settings, line, number)
    assert len(files) == 3
    assert [row["State"] for row in index_of(files)] == ["Made", "Made", "Left out", "Left out"]
    kinds = [d.kind for d in line.session.scalars(select(Document)) if d.kind != "application"]
    assert kinds == ["report", "report"]
    with pytest.raises(NothingToStop):
        stop_bundle(line.session, bundle, actor_id=line.world.deputy.id, at=NOON)


@pytest.mark.parametrize(
    ("life", "lack"),
    [
        (LifeState.SUSPENDED, Lack.SUSPENDED),
        (LifeState.REVOKED, Lack.REVOKED),
        (LifeState.SUPERSEDED, Lack.RENEWED),
    ],
)
def test_certificate_that_does_not_hold_is_left_out_whenever_that_happens(
    line: Line,
    engine: Engine,
    settings: Settings,
    render_with: Callable[[Renderer], None],
    life: LifeState,
    lack: Lack,
) -> None:
    ash, birch = decided(line, "Ash", "Birch")

    def set_life(submission_id: int) -> None:
        own = select(Certificate).where(Certificate.submission_id == submission_id)
        line.session.scalars(own).one().life = life
        line.session.commit()

    set_life(ash)
    number = order(line, of_day("certificate"))
    make_waiting_bundles(engine, settings)
    assert standings(line, number) == [
        ("Ash", "certificate", "", "left_out", lack),
        ("Birch", "certificate", "en", "made", ""),
        ("Birch", "certificate", "fi", "made", ""),
    ]
    set_life(birch)
    take_up_again(line.session, as_it_stands(line, number))
    line.session.commit()
    for _round in range(2):
        make_waiting_bundles(engine, settings)
    assert [row[3:] for row in standings(line, number)] == [("left_out", lack)] * 3
    assert as_it_stands(line, number).made_at is None


def test_certificate_that_was_left_out_as_suspended_is_taken_in_once_it_holds_again(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    ash, _birch = decided(line, "Ash", "Birch")
    number = order(line, of_day("certificate", languages=("en",)))

    def pack_anew(life: LifeState) -> list[str]:
        own = select(Certificate).where(Certificate.submission_id == ash)
        line.session.scalars(own).one().life = life
        line.session.commit()
        take_up_again(line.session, as_it_stands(line, number))
        line.session.commit()
        for _turn in range(2):
            make_waiting_bundles(engine, settings)
        assert as_it_stands(line, number).made_at is not None
        return [state for _name, _kind, _language, state, _remark in standings(line, number)]

    make_waiting_bundles(engine, settings)
    assert pack_anew(LifeState.SUSPENDED) == ["left_out", "made"]
    assert pack_anew(LifeState.VALID) == ["made", "made"]


def test_certificate_revoked_while_the_file_is_written_is_not_in_it(
    line: Line,
    engine: Engine,
    settings: Settings,
    render_with: Callable[[Renderer], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ash, _birch = decided(line, "Ash", "Birch")
    number = order(line, of_day("certificate", languages=("en",)))
    write = packing._write

    def revoke_meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(packing, "_write", write)
        written = write(*given)
        own = select(Certificate).where(Certificate.submission_id == ash)
        line.session.scalars(own).one().life = LifeState.REVOKED
        line.session.commit()
        return written

    monkeypatch.setattr(packing, "_write", revoke_meanwhile)
    make_waiting_bundles(engine, settings)
    assert as_it_stands(line, number).made_at is None
    assert list(settings.bundles_path.glob("*.zip")) == []
    make_waiting_bundles(engine, settings)
    assert [row[:1] + row[3:] for row in standings(line, number)] == [
        ("Ash", "left_out", "revoked"),
        ("Birch", "made", ""),
    ]
    assert [name.split("/")[0] for name in inside(settings, line, number)] == ["Birch", "index.csv"]


def test_corrected_certificate_takes_the_place_of_the_one_before(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    (ash,) = decided(line, "Ash")
    number = order(line, of_day("certificate", languages=("en",)))
    make_waiting_bundles(engine, settings)
    (first,) = [name for name in inside(settings, line, number) if name != "index.csv"]
    how: dict[str, Any] = {
        "submission": reviews.submission(line.session, ash),
        "at": NOON,
        "mailing": MAILING,
    }
    proposed = propose_name(
        line.session,
        correction=Correction("Ash ry", "Timber House", "The name was misspelt."),
        actor_id=line.world.secretary.id,
        **how,
    )
    confirm_name(
        line.session,
        correction_id=proposed.id,
        letterhead=OFFICE,
        actor_id=line.world.deputy.id,
        **how,
    )
    take_up_again(line.session, as_it_stands(line, number))
    line.session.commit()
    for _round in range(2):
        make_waiting_bundles(engine, settings)
    (second,) = [name for name in inside(settings, line, number) if name != "index.csv"]
    assert (first.split("/")[1][:24], second.split("/")[1][:37]) == (
        "Ash bronze certificate B",
        "Ash ry bronze certificate corrected 1",
    )
    counting = line.session.scalars(
        select(Document).where(Document.superseded_at.is_(None), Document.version == 2)
    ).all()
    assert index_of(inside(settings, line, number))[0]["SHA-256"] in {d.sha256 for d in counting}


def test_document_that_is_not_on_the_disk_as_it_was_made_is_reported(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    decided(line, "Ash")
    line.session.commit()
    make_waiting_documents(engine, settings)
    reports = line.session.scalars(
        select(Document).where(Document.kind == "report").order_by(Document.language)
    ).all()
    paths = [settings.documents_path / d.sha256[:2] / d.sha256 for d in reports if d.sha256]
    paths[0].write_bytes(b"another")
    paths[1].unlink()
    line.session.commit()
    number = order(line, of_day("report", "benchmarking", languages=("en", "fi")))
    make_waiting_bundles(engine, settings)
    rows = index_of(inside(settings, line, number))
    assert [(row["State"], row["Why"]) for row in rows] == [
        (
            "Failed",
            "Its file is not on the disk as it was made. Once it is back from a backup, try again.",
        ),
        (
            "Failed",
            "Its file is not on the disk as it was made. Once it is back from a backup, try again.",
        ),
        ("Made", ""),
        ("Made", ""),
    ]
    assert [row[3] for row in standings(line, number)] == ["failed", "failed", "made", "made"]
    first = as_it_stands(line, number).made_at
    make_waiting_bundles(engine, settings)
    assert as_it_stands(line, number).made_at == first


def test_full_disk_leaves_no_half_file_and_the_zip_comes_once_there_is_room(
    line: Line,
    engine: Engine,
    settings: Settings,
    render_with: Callable[[Renderer], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decided(line, "Ash")
    number = order(line, of_day("report"))
    written = 0

    def copy_until_full(source: IO[bytes], place: IO[bytes], _length: int) -> None:
        nonlocal written
        place.write(source.read())
        written += 1
        if written == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(packing.shutil, "copyfileobj", copy_until_full)
        make_waiting_bundles(engine, settings)
    bundle = as_it_stands(line, number)
    assert (bundle.made_at, bundle.fault) == (None, "OSError: [Errno 28] No space left on device")
    assert list(settings.bundles_path.iterdir()) == []
    make_waiting_bundles(engine, settings)
    assert as_it_stands(line, number).made_at is None
    later = now() + timedelta(minutes=3)
    monkeypatch.setattr(packing, "now", lambda: later)
    make_waiting_bundles(engine, settings)
    bundle = as_it_stands(line, number)
    assert (bundle.made_at, bundle.fault) == (later, "")
    assert len(inside(settings, line, number)) == 3


def test_zip_leaves_after_two_weeks_and_can_be_packed_again(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    decided(line, "Ash")
    number = order(line, of_day("report"))
    make_waiting_bundles(engine, settings)
    content = inside(settings, line, number)
    made_at = as_it_stands(line, number).made_at
    assert made_at is not None
    assert sweep_old_bundles(engine, settings, made_at + timedelta(days=13)) == 0
    after = made_at + timedelta(days=14, minutes=1)
    assert sweep_old_bundles(engine, settings, after) == 1
    bundle = as_it_stands(line, number)
    assert (bundle.removed_at, bundle_path(settings, bundle)) == (after, None)
    make_waiting_bundles(engine, settings)
    assert list(settings.bundles_path.iterdir()) == []
    take_up_again(line.session, bundle)
    line.session.commit()
    make_waiting_bundles(engine, settings)
    assert inside(settings, line, number) == content


def test_what_a_killed_worker_left_half_written_is_swept(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    settings.bundles_path.mkdir()
    half = settings.bundles_path / ".7.abcd"
    half.write_bytes(b"PK")
    assert sweep_old_bundles(engine, settings, now() + timedelta(minutes=59)) == 0
    assert sweep_old_bundles(engine, settings, now() + timedelta(minutes=61)) == 1
    assert not half.exists()


FULL = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (8_000_000, 8_000_000))
from assessment.config import Settings
from assessment.db.session import make_engine
from assessment.services import making_documents
from assessment.services.making_bundles import make_waiting_bundles

def pdf(html, *_rest):
    return html.encode().ljust(10_000_000 if 'lang="fi"' in html else 5_000_000)

making_documents.sealed_pdf = pdf
settings = Settings.model_validate_json(sys.argv[1])
make_waiting_bundles(make_engine(settings.database), settings)
"""
"""A worker that can write no file over 8 MB, with documents of 5 MB, and of 10 MB in Finnish."""


def test_system_that_refuses_to_write_leaves_whole_files_alone_and_a_clear_state(
    line: Line,
    engine: Engine,
    settings: Settings,
    render_with: Callable[[Renderer], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decided(line, "Ash", "Birch")
    forget_orders(line, "report")
    number = order(line, of_day("report"))
    done = subprocess.run(
        [sys.executable, "-c", FULL, settings.model_dump_json()], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    too_large = "OSError: [Errno 27] File too large"
    assert [row[1:] for row in standings(line, number)] == [
        ("report", "en", "made", ""),
        ("report", "fi", "failed", too_large),
        ("report", "en", "made", ""),
        ("report", "fi", "failed", too_large),
    ]
    bundle = as_it_stands(line, number)
    assert (bundle.made_at, bundle.fault) == (None, too_large)
    assert cause_of(bundle.fault) == Cause.ROOM
    assert list(settings.bundles_path.iterdir()) == []
    whole = [path for path in settings.documents_path.rglob("*") if path.is_file()]
    assert len(whole) == 2
    assert {hashlib.sha256(path.read_bytes()).hexdigest() for path in whole} == {
        path.name for path in whole
    }
    take_up_again(line.session, bundle)
    line.session.commit()
    make_waiting_bundles(engine, settings)
    assert {row[3] for row in standings(line, number)} == {"made"}
    assert len(inside(settings, line, number)) == 5


def test_worker_that_ends_while_packing_packs_after_a_rest(
    line: Line,
    engine: Engine,
    settings: Settings,
    render_with: Callable[[Renderer], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Killed(BaseException):
        """What no worker sees coming."""

    def end(*_about: object) -> None:
        raise Killed

    decided(line, "Ash")
    number = order(line, of_day("report"))
    with monkeypatch.context() as killed:
        killed.setattr(packing.shutil, "copyfileobj", end)
        with pytest.raises(Killed):
            make_waiting_bundles(engine, settings)
    assert as_it_stands(line, number).made_at is None
    later = now() + timedelta(minutes=3)
    monkeypatch.setattr(packing, "now", lambda: later)
    make_waiting_bundles(engine, settings)
    assert as_it_stands(line, number).fault == ""
    assert len(inside(settings, line, number)) == 3


def test_worker_that_is_told_to_end_begins_nothing_more(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    decided(line, "Ash", "Birch")
    number = order(line, of_day("report"))
    told: list[bool] = []
    make_waiting_bundles(
        engine, settings, is_over=lambda: len(told) == 1 or bool(told.append(True))
    )
    assert [row[3] for row in standings(line, number)] == ["made", *["waiting"] * 3]
    assert as_it_stands(line, number).made_at is None
    make_waiting_bundles(engine, settings)
    assert len(inside(settings, line, number)) == 5


def test_only_a_share_is_made_in_one_go(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    decided(line, "Ash", "Birch")
    number = order(line, of_day("report"))
    assert make_waiting_bundles(engine, settings, most=3) is True
    assert [row[3] for row in standings(line, number)] == [*["made"] * 3, "waiting"]
    assert make_waiting_bundles(engine, settings, most=3) is False
    assert len(inside(settings, line, number)) == 5


def test_document_that_rests_as_its_worker_ended_is_waited_for_and_stops_no_other(
    line: Line,
    engine: Engine,
    settings: Settings,
    render_with: Callable[[Renderer], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Killed(BaseException):
        """What no worker sees coming."""

    def end(_html: str) -> bytes:
        raise Killed

    decided(line, "Ash")
    number = order(line, of_day("report"))
    render_with(end)
    with pytest.raises(Killed):
        make_waiting_bundles(engine, settings)
    render_with(fake_pdf)
    assert make_waiting_bundles(engine, settings, most=1) is False
    assert [row[3] for row in standings(line, number)] == ["waiting", "made"]
    assert as_it_stands(line, number).made_at is None
    later = now() + timedelta(minutes=3)
    monkeypatch.setattr(making, "now", lambda: later)
    make_waiting_bundles(engine, settings)
    assert [row[3] for row in standings(line, number)] == ["made", "made"]
    assert len(inside(settings, line, number)) == 3


def test_record_that_cannot_be_read_fails_its_own_documents_alone_and_once(
    line: Line, engine: Engine, settings: Settings, render_with: Callable[[Renderer], None]
) -> None:
    _ash, birch = decided(line, "Ash", "Birch")
    line.session.commit()
    make_waiting_documents(engine, settings)
    forget_orders(line, "report", language="fi")
    reviews.submission(line.session, birch).record = {"label": "bronze"}
    line.session.commit()
    number = order(line, of_day("report"))
    make_waiting_bundles(engine, settings)
    found = standings(line, number)
    assert [row[3] for row in found] == ["made", "made", "failed", "failed"]
    assert {row[4].split(":")[0] for row in found[2:]} == {"KeyError"}
    first = as_it_stands(line, number).made_at
    assert len(inside(settings, line, number)) == 3
    make_waiting_bundles(engine, settings)
    assert as_it_stands(line, number).made_at == first
