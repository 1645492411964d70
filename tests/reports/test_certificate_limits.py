"""The certificate at its limits: the longest words in every box at once, and names in any letters."""

from datetime import date
from io import BytesIO
from itertools import combinations

import pytest
from pypdf import PdfReader

from assessment.reports.certificate import CertificateFacts, Sizes, certificate_html, sizes
from assessment.reports.issuer import IssuerPaper, Signatory
from assessment.reports.pdf import html_to_pdf
from tests.reports.test_certificate import LONG_NAME, facts
from tests.services.pdf_reading import Box, placed

USUAL = Sizes(1, 1, 1, 1, 1, 1, 1)
LONG_WORDS = "Klusteritoiminnan kehittämisyhteistyöverkosto "


WORDS = [LONG_WORDS, *(letter * 29 + " " for letter in "WMŒЩΩשش"), "W" * 100 + "i" * 100]
"""Finnish ones, wide letters of several alphabets, and one word that is longer than its line."""


def long(length: int, word: str) -> str:
    """So many letters, of one word again and again."""
    return (word * length)[:length].strip().ljust(length, word[0])


def extreme(language: str, word: str) -> CertificateFacts:
    """Everything as long as its form or file allows, or longer than any scheme of ours has it."""

    def text(length: int) -> str:
        return long(length, word)

    signatories = tuple(Signatory(name=text(60), title=text(60)) for _each in range(3))
    found: CertificateFacts = facts(
        language=language,
        cluster_name=text(200),
        organisation=text(200),
        country="Saint Vincent and the Grenadines",
        paper=IssuerPaper(name=text(200), place=text(60), signatories=signatories),
        label_title="Kultalaatumerkki",
        label_claim=text(120),
        scheme_title=text(120),
        scheme_version="2026.12",
        scheme_note=text(240),
        number="EEEE-2026-00000017",
        renews="EEEE-2024-00000011",
        held_since=date(2024, 11, 30),
        corrected_on=date(2027, 11, 30),
        valid_from=date(2026, 11, 30),
        valid_until=date(2028, 11, 30),
        verify_url=f"https://{'laatumerkit-' * 4}verkosto.example.org/verify/q8Jx2mVb7LZtR4yNwK0sPg",
    )
    return found


def collisions(boxes: list[Box]) -> list[tuple[str, str]]:
    """Words on words. Boxes of two lines may touch a little, as a font that has room for many accents says
    that its letters are higher than its lines are apart."""
    return [
        (one.words, other.words)
        for one, other in combinations(boxes, 2)
        if one.overlaps(other, min(2.0, 0.3 * (one.bottom - one.top)))
    ]


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("word", WORDS, ids=lambda word: word[::29])
def test_no_words_stand_on_others_and_none_leave_the_sheet(language: str, word: str) -> None:
    pdf = html_to_pdf(certificate_html(extreme(language, word)))
    found = placed(pdf)
    assert [(round(width), round(height)) for width, height in found.sizes] == [(842, 595)]
    assert found.outside(margin=28) == []
    assert collisions(found.boxes) == []
    text = "".join(box.words for box in found.boxes)
    assert text.count(long(200, word).replace(" ", "")) >= 4  # name, organisation, issuer twice


def test_all_of_it_is_smaller_only_where_it_has_to_be() -> None:
    assert sizes(facts()) == USUAL
    assert sizes(facts(cluster_name=LONG_NAME, language="fi", label_title="Kulta")) == USUAL
    many = sizes(facts(paper=IssuerPaper(name="Office " * 25)))
    assert many.wordmark < 1
    assert many.body == many.signatory == 1


@pytest.mark.parametrize(
    "title", ["Edelläkävijä", "Kansainvälinen edelläkävijä", "Erinomaisuusmerkki"]
)
def test_no_word_of_a_labels_title_is_broken(title: str) -> None:
    pdf = html_to_pdf(certificate_html(facts(language="fi", label_title=title)))
    lines = PdfReader(BytesIO(pdf)).pages[0].extract_text().splitlines()
    assert [line for line in map(str.strip, lines) if line in title.split()] == title.split()


def test_a_title_that_had_to_be_tiny_is_broken_instead() -> None:
    found = sizes(facts(label_title="M" * 30))
    assert found.title == found.label >= 0.5


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize(
    "name",
    [
        "قبيلة الأخشاب الشمالية",
        "קבוצת העץ הצפונית",
        "Συνεργατικός Σχηματισμός",
        "Кластер «Северный лес»",
        "Cụm Đổi mới Ngữ",
        "Ōngārāi Škōdā Łąka",
        "Tim\u202ereb\u202c \u2066x\u2069",
        "Timber 🌲 木材",
        "Noe\u0308l A\u030angstro\u0308m x\u0323",
    ],
)
def test_a_name_in_any_letters_is_printed_with_our_own_fonts_and_kept_as_it_is(
    name: str, language: str
) -> None:
    pdf = html_to_pdf(certificate_html(facts(cluster_name=name, language=language)))
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata is not None
    assert str(reader.metadata.title).endswith(name)
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}
    ours = ("Atkinson-Hyperlegible-Next", "Familjen-Grotesk", "Noto-Sans")
    assert [each for each in names if not each.startswith(ours)] == []
    assert b"<0000>" not in b"".join(
        font.get_object()["/ToUnicode"].get_data().partition(b"beginbfchar")[2] for font in fonts
    )


def test_what_stands_beside_a_name_from_right_to_left_keeps_its_place() -> None:
    found = placed(html_to_pdf(certificate_html(facts(cluster_name="קבוצת העץ (Ltd), 12"))))
    edges = {box.words: box.left for box in found.boxes}
    assert edges["(Ltd),"] < edges["12"]
    assert (
        max(
            left
            for words, left in edges.items()
            if "\u0590" <= words.strip("\u200e")[0] <= "\u05ff"
        )
        < edges["(Ltd),"]
    )


def test_what_no_font_has_is_told_by_its_number() -> None:
    found = placed(html_to_pdf(certificate_html(facts(cluster_name="Timber 🌲"))))
    assert "[U+1F332]" in [box.words for box in found.boxes]
