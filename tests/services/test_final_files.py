"""The final file of every kind in both languages: accessible, for keeping, sealed, and what it says."""

import re
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pdfua
import pytest

from assessment.catalogue.loader import Edition
from assessment.db.queries import outcomes
from assessment.domain.proof import SealFault
from assessment.reports.issuer_keys import keys_in
from assessment.reports.public_keys import public_keys
from assessment.reports.sealing import read_seal
from assessment.services.making_documents import document_html
from tests.reports.test_seals import installed
from tests.services.every_file import (
    KINDS,
    LANGUAGES,
    SEALED,
    Made,
    NewDatabase,
    Place,
    make_every,
    place_at,
)
from tests.services.pdf_reading import File

EVERY = [(kind, language) for kind in KINDS for language in LANGUAGES]
TITLES = {
    "application": ("Application: Northern Timber", "Hakemus: Northern Timber"),
    "self_assessment": (
        "Self-assessment report: Northern Timber",
        "Itsearviointiraportti: Northern Timber",
    ),
    "certificate": (
        "Certificate G-2026-0001: Northern Timber",
        "Sertifikaatti G-2026-0001: Northern Timber",
    ),
    "report": ("Evaluation report: Northern Timber", "Arviointiraportti: Northern Timber"),
    "benchmarking": (
        "Benchmarking report: Northern Timber 2",
        "Vertailuraportti: Northern Timber 2",
    ),
    "draft": (
        "Self-assessment report (draft): Northern Timber 3",
        "Itsearviointiraportti (luonnos): Northern Timber 3",
    ),
    "specimen": (
        "Certificate G-2026-0000: Example Cluster of the North",
        "Sertifikaatti G-2026-0000: Pohjoisen esimerkkiklusteri",
    ),
    "questionnaire": ("Questionnaire: Bronze", "Kyselylomake: Pronssi"),
    "interview": ("Interview sheet: Northern Timber", "Haastattelulomake: Northern Timber"),
    "portfolio": ("Portfolio report of 15 June 2026", "Portfolioraportti 15. kesäkuuta 2026"),
}
"""In English and in Finnish."""
DECIDED = ("certificate", "report")
"""Kinds whose issuer is the one who decided."""
PAGES = {
    "certificate": (1, 1),
    "specimen": (1, 1),
    "portfolio": (5, 12),
    "application": (15, 30),
    "self_assessment": (15, 30),
    "draft": (15, 30),
    "report": (30, 50),
    "benchmarking": (12, 25),
    "questionnaire": (20, 45),
    "interview": (12, 25),
}
"""The fewest and the most pages that make sense of what the tests' clusters answer."""


@pytest.fixture(scope="module")
def everything(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, edition: Edition
) -> Iterator[tuple[dict[tuple[str, str], Made], Place]]:
    folder: Path = tmp_path_factory.mktemp("files")
    with place_at(folder, new_database, edition) as place:
        yield make_every(place), place


@pytest.fixture(params=EVERY, ids="-".join)
def made(request: pytest.FixtureRequest, everything) -> Made:  # type: ignore[no-untyped-def]
    found: Made = everything[0][request.param]
    return found


@pytest.fixture(scope="module")
def read() -> Callable[[Made], File]:
    """Each file is read once."""
    return cache(lambda made: File(made.content))


@pytest.fixture
def file(made: Made, read: Callable[[Made], File]) -> File:
    return read(made)


def test_what_the_checker_of_accessibility_knows_is_kept(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(made.content)
    assert [f"{f.rule_id} {f.message}" for f in pdfua.validate(path).findings] == []


def test_file_says_what_it_is_in_its_language(made: Made, file: File) -> None:
    told = file.reader.metadata
    assert told is not None
    title = TITLES[made.kind][LANGUAGES.index(made.language)]
    issuer = "The Office" if made.kind in DECIDED else "Cluster Assessment Demonstration Office"
    assert (told.title, told.author, file.root["/Lang"]) == (title, issuer, made.language)
    assert file.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert file.root["/MarkInfo"]["/Marked"]


def test_file_is_marked_as_accessible_and_for_keeping(file: File) -> None:
    assert 'pdfaid:part="3"' in file.description
    assert 'pdfaid:conformance="A"' in file.description
    assert 'pdfuaid:part="1"' in file.description
    (intent,) = file.root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_data()


def test_every_font_is_ours_embedded_and_can_be_read_back(file: File) -> None:
    fonts = [*file.fonts()]
    assert {font["/Subtype"] for font in fonts} == {"/Type0", "/CIDFontType2"}
    for font in fonts:
        name = font["/BaseFont"].partition("+")[2]
        assert name.startswith(("Atkinson-Hyperlegible-Next", "Familjen-Grotesk", "Noto-Sans")), (
            name
        )
        if font["/Subtype"] == "/Type0":
            assert font["/ToUnicode"].get_data()
        else:
            assert font["/FontDescriptor"]["/FontFile2"].get_data()


def test_nothing_in_it_acts_or_loads(made: Made, file: File) -> None:
    every = [*file.objects]
    assert not any(key in found for found in every for key in ("/AA", "/JS", "/OpenAction", "/F_"))
    actions = {str(found["/S"]) for found in every if found.get("/Type") == "/Action"}
    assert actions <= {"/URI"}
    addresses = {str(found["/URI"]) for found in every if "/URI" in found}
    assert [each for each in addresses if not re.match("https?://", each)] == []
    kinds = {str(found.get("/Subtype")) for found in every if found.get("/Type") == "/Annot"}
    assert kinds <= {"/Link", "/Widget"}


def test_only_the_certificate_encloses_a_file(made: Made, file: File) -> None:
    enclosed = [found for found in file.objects if found.get("/Type") == "/Filespec"]
    names = [(str(found["/UF"]), str(found["/AFRelationship"])) for found in enclosed]
    is_certificate = made.kind == "certificate"
    assert names == ([("credential.jwt", "/Data")] if is_certificate else [])
    assert [*file.reader.attachments] == (["credential.jwt"] if is_certificate else [])


def test_figures_are_told_and_tables_have_heads(file: File) -> None:
    tags = file.tags
    assert [f for f in tags.every("/Figure") if not f.entries.get("/Alt")] == []
    assert [table for table in tags.every("/Table") if not [*table.every("/TH")]] == []
    scopes = {str(head.entries["/A"]["/Scope"]) for head in tags.every("/TH")}
    assert scopes <= {"/Column", "/Row"}
    named = {str(head.entries["/ID"]) for head in tags.every("/TH")}
    tree = file.root["/StructTreeRoot"].get("/IDTree", {}).get("/Names", [])
    assert {str(name) for name in tree[0::2]} == named


def test_headings_begin_at_the_first_level_and_leave_none_out(file: File) -> None:
    levels = file.headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(one, other) for one, other in pairwise(levels) if other > one + 1] == []
    headings = file.tags.every("/H1", "/H2", "/H3", "/H4")
    assert [heading for heading in headings if not heading.has_content] == []


def test_bookmarks_lead_to_the_chapters(made: Made, file: File) -> None:
    chapters = [level for level in file.headings if level == 2]
    top = [entry for entry in file.reader.outline if not isinstance(entry, list)]
    if made.kind in ("certificate", "specimen"):
        assert file.bookmarks == []
        return
    assert len(top) == len(chapters)
    text = "".join(file.text.split())
    assert [title for title in file.bookmarks if "".join(title.split()) not in text] == []


def test_pages_are_numbered_and_as_many_as_make_sense(made: Made, file: File) -> None:
    pages = file.pages
    fewest, most = PAGES[made.kind]
    assert fewest <= len(pages) <= most
    for number, page in enumerate(pages[1:], 2):
        assert f"{number} / {len(pages)}" in page


def test_the_cluster_is_named(made: Made, file: File) -> None:
    if made.kind in ("questionnaire", "portfolio"):
        return
    name = TITLES[made.kind][LANGUAGES.index(made.language)].partition(": ")[2]
    assert name in file.text


def test_what_is_sealed_is_sealed_whole_and_the_rest_has_no_seal(
    made: Made,
    file: File,
    everything,
    tmp_path: Path,  # type: ignore[no-untyped-def]
) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(made.content)
    told = subprocess.run(
        [installed("pdfsig"), "-nocert", str(path)], capture_output=True, text=True
    ).stdout
    keys = keys_in(public_keys(everything[1].settings.keys_path))
    seal = read_seal(made.content, keys.seals)
    if made.kind in SEALED:
        assert seal.fault is None
        assert "Signature is Valid." in told
        assert "Total document signed" in told
    else:
        assert seal.fault is SealFault.UNSEALED
        assert b"/ByteRange" not in made.content
        assert "does not contain any signatures" in told


@pytest.mark.parametrize("kind", SEALED)
def test_the_same_record_makes_the_same_html(everything, kind: str) -> None:  # type: ignore[no-untyped-def]
    files, place = everything
    row = files[kind, "en"].row
    document = outcomes.document(place.session, row.id)
    first, second = (document_html(place.session, place.settings, document) for _again in range(2))
    place.session.commit()
    assert first == second
