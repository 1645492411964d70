"""The file of a bundle: a ZIP with a folder for each cluster and a list, written whole or not at all.

It goes to the disk document by document, so its size takes no memory, and is the same however often it is
written. Runs in the worker alone.
"""

import hashlib
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Bundle
from assessment.db.queries import bundles as queries
from assessment.db.session import open_session, unit_of_work
from assessment.domain.bundles import Standing
from assessment.domain.validity import HOME
from assessment.reports.list_files import Column, ListFile, Value, write_list
from assessment.reports.words.bundles import kind_words, remark_words, standing_words
from assessment.reports.words.messages import Messages
from assessment.services.bundles import to_be_packed
from assessment.services.making import claim
from assessment.services.records import edition_of
from assessment.services.uploads import stored_path
from assessment.services.zip_names import Places

KEPT = timedelta(days=14)
"""How long the file of a bundle is kept; its documents stay."""
REST = timedelta(hours=1)
"""How long a file rests that no bundle names, before it leaves."""
SHORT = 20
"""Documents that are packed before other work has its turn again."""
INDEX = "index.csv"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list in a bundle; `path` is "" for what is not in the file."""

    item_id: int
    submission_id: int
    certificate: str
    cluster: str
    label: str
    kind: str
    language: str
    path: str
    sha256: str
    standing: Standing
    remark: str


def bundle_path(settings: Settings, bundle: Bundle) -> Path | None:
    """Where the file of a bundle lies; None while there is none."""
    if bundle.sha256 is None or bundle.made_at is None or bundle.removed_at is not None:
        return None
    return settings.bundles_path / _file_name(bundle.id, bundle.sha256)


def _file_name(number: int, sha256: str) -> str:
    return f"{number}-{sha256}.zip"


def pack_waiting(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Writes the files of the bundles that are whole, and returns how many came out.

    One that cannot be written keeps its fault and is tried again with growing pauses.
    """
    with open_session(engine, writes=False) as session:
        waiting = queries.bundles_to_pack(session, now())
    return sum(_pack(engine, settings, number, after_each) for number in waiting)


def _pack(
    engine: Engine, settings: Settings, number: int, after_each: Callable[[], object]
) -> bool:
    if not _claim(engine, number):
        return False
    try:
        with open_session(engine, writes=False) as session:
            bundle = queries.bundle(session, number)
            if bundle is None:
                return False
            entries = list(_entries(engine, bundle))
        sha256, size, lost = _write(settings, bundle, entries, after_each)
        return _keep(engine, settings, number, sha256, size, lost)
    except Exception as error:  # one bundle's fault, whatever it is, is kept with it
        log.exception("bundle %s could not be packed", number)
        with unit_of_work(engine) as session:
            found = queries.bundle_for_change(session, number)
            if found is not None and found.attempts:
                found.fault = f"{type(error).__name__}: {error}"
        return False


def _claim(engine: Engine, number: int) -> bool:
    """Counts a try. A document that counts no more, as it was corrected or its certificate rests, waits
    again instead, to be looked at anew."""
    with unit_of_work(engine) as session:
        bundle = queries.bundle_for_change(session, number)
        if bundle is None or _looks_anew(session, bundle):
            return False
        return claim(session, bundle, now())


def _looks_anew(session: Session, bundle: Bundle) -> bool:
    """Has what counts no more wait again, and the file after it; whether there was any. It is locked."""
    outdated = queries.outdated_items(session, bundle.id)
    for item in outdated:
        item.standing, item.has_begun = Standing.WAITING, False
    if outdated:
        to_be_packed(bundle)
    return bool(outdated)


def _entries(engine: Engine, bundle: Bundle) -> Iterator[Entry]:
    """All that is in the bundle, in the order of its list, each with its place in the file."""
    places = Places(INDEX)
    with open_session(engine, writes=False) as session:
        for row in queries.listed_items(session, bundle.id):
            item = row.item
            is_made = item.standing == Standing.MADE
            path = places.place(row.cluster_id, item.cluster_name, item.filename) if is_made else ""
            yield Entry(
                item.id,
                item.submission_id,
                row.certificate or "",
                item.cluster_name,
                edition_of(session, row.rules)
                .texts.in_language(bundle.language)
                .labels[row.label_id]
                .title,
                item.kind,
                item.language,
                path,
                (item.sha256 or "") if is_made else "",
                Standing(item.standing),
                item.remark,
            )


def _write(
    settings: Settings, bundle: Bundle, entries: Sequence[Entry], after_each: Callable[[], object]
) -> tuple[str, int, list[int]]:
    """Writes the file; its SHA-256, its bytes, and the items whose documents were not on the disk as
    they were made."""
    settings.bundles_path.mkdir(parents=True, exist_ok=True)
    draft = settings.bundles_path / f".{bundle.id}.{secrets.token_hex(4)}"
    lost: dict[int, str] = {}
    try:
        with draft.open("xb") as file:
            with ZipFile(file, "w") as archive:
                inside = [entry for entry in entries if entry.path]
                for at, entry in enumerate(inside, 1):
                    source = stored_path(settings.documents_path, entry.sha256)
                    fault = _fault_of(source, entry.sha256)
                    if fault:
                        lost[entry.item_id] = fault
                    else:
                        _add(archive, bundle, entry.path, source)
                    if at % SHORT == 0:
                        after_each()
                with archive.open(_member(bundle, INDEX, ZIP_DEFLATED), "w") as index:
                    write_list(index, _list(bundle, entries, lost), "csv")
            file.flush()
            os.fsync(file.fileno())
        sha256 = _digest(draft)
        size = draft.stat().st_size
        draft.replace(settings.bundles_path / _file_name(bundle.id, sha256))
    finally:
        draft.unlink(missing_ok=True)
    return sha256, size, sorted(lost)


def _fault_of(source: Path, sha256: str) -> str:
    """Why a document cannot be packed, "" where it can."""
    try:
        return "" if _digest(source) == sha256 else "FileNotFoundError: it is not what was made"
    except FileNotFoundError:
        return "FileNotFoundError: it is not on the disk"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _member(bundle: Bundle, path: str, way: int) -> ZipInfo:
    """A place in the archive, of the day on which the bundle was ordered."""
    day = bundle.requested_at.astimezone(HOME)
    info = ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
    info.compress_type, info.external_attr = way, 0o644 << 16
    return info


def _add(archive: ZipFile, bundle: Bundle, path: str, source: Path) -> None:
    with source.open("rb") as file, archive.open(_member(bundle, path, ZIP_STORED), "w") as place:
        shutil.copyfileobj(file, place, 1 << 16)


def _list(bundle: Bundle, entries: Sequence[Entry], lost: dict[int, str]) -> ListFile:
    """The list of all documents, in the language of whoever ordered them."""
    messages = Messages(bundle.language)
    heads = (
        messages.gettext("Application"),
        messages.gettext("Certificate"),
        messages.gettext("Cluster"),
        messages.gettext("Label"),
        messages.gettext("Document"),
        messages.gettext("Language"),
        messages.gettext("File"),
        messages.gettext("SHA-256"),
        messages.gettext("State"),
        messages.gettext("Why"),
    )

    def row(entry: Entry) -> list[Value]:
        fault = lost.get(entry.item_id)
        standing = Standing.FAILED if fault else entry.standing
        return [
            entry.submission_id,
            entry.certificate,
            entry.cluster,
            entry.label,
            kind_words(entry.kind, messages),
            entry.language,
            "" if fault else entry.path,
            "" if fault else entry.sha256,
            standing_words(standing, messages),
            remark_words(standing, fault or entry.remark, messages),
        ]

    day = bundle.requested_at.astimezone(HOME).date()
    columns = [Column(head) for head in heads]
    return ListFile("index", columns, map(row, entries), bundle.language, day)


def _keep(
    engine: Engine, settings: Settings, number: int, sha256: str, size: int, lost: Sequence[int]
) -> bool:
    """Names the file in its bundle, unless that was taken up again meanwhile, or something in it counts no
    more; the one before leaves."""
    name = _file_name(number, sha256)
    with unit_of_work(engine) as session:
        bundle = queries.bundle_for_change(session, number)
        is_whole = (
            bundle is not None
            and bool(bundle.attempts)
            and not _looks_anew(session, bundle)
            and not queries.waiting_items(session, number)
        )
        if bundle is not None and is_whole:
            bundle.sha256, bundle.size, bundle.made_at, bundle.fault = sha256, size, now(), ""
            for item_id in lost:
                item = queries.item_for_change(session, item_id)
                item.standing, item.remark = Standing.FAILED, "FileNotFoundError"
    for path in settings.bundles_path.glob(f"{number}-*.zip"):
        if path.name != name or not is_whole:
            path.unlink(missing_ok=True)
    return is_whole


def sweep_old_bundles(engine: Engine, settings: Settings, at: datetime | None = None) -> int:
    """Removes the files of bundles that are older than `KEPT`, and those that no bundle names because
    their writing ended with the worker; returns how many files."""
    moment = at or now()
    with unit_of_work(engine) as session:
        for bundle in queries.bundles_made_before(session, moment - KEPT):
            bundle.removed_at = moment
    with open_session(engine, writes=False) as session:
        kept = {_file_name(*named) for named in queries.kept_bundles(session)}
    swept = 0
    if settings.bundles_path.is_dir():
        before = (moment - REST).timestamp()
        for path in settings.bundles_path.iterdir():
            if path.name not in kept and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                swept += 1
    return swept
