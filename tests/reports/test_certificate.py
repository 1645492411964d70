from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from assessment.reports.certificate import CertificateFacts, certificate_html
from assessment.reports.issuer import IssuerPaper
from assessment.reports.pdf import html_to_pdf
from assessment.reports.qr import qr_code

VERIFY_URL = "https://clusters.example.org/verify/q8Jx2mVb7LZtR4yNwK0sPg"
LONG_NAME = (
    "Pohjois-Suomen teollisuuden kiertotalouden ja vähähiilisen elinkeinotoiminnan "
    "kehittämisyhteistyöverkosto, joka kokoaa yhteen Lapin ja Oulun alueen yritykset, "
    "tutkimuslaitokset ja kunnat toimimaan nyt"
)


def facts(**changes):
    defaults = {
        "language": "en",
        "tier": "gold",
        "label_title": "Gold",
        "label_claim": "Proven cluster excellence",
        "scheme_title": "Cluster Excellence Assessment",
        "scheme_version": "2026.1",
        "scheme_note": "Modelled on the European practice. It is not the official label.",
        "cluster_name": "Arctic Design",
        "organisation": "University of Lapland",
        "country": "Finland",
        "number": "CA-2026-0007",
        "issued_on": date(2026, 11, 21),
        "valid_from": date(2026, 11, 1),
        "valid_until": date(2028, 10, 31),
        "paper": IssuerPaper(name="Demonstration Office"),
        "verify_url": VERIFY_URL,
    }
    return CertificateFacts(**(defaults | changes))


def printed(**changes):
    return PdfReader(BytesIO(html_to_pdf(certificate_html(facts(**changes)))))


def words(pdf):
    return " ".join(pdf.pages[0].extract_text().split())


def fonts(pdf):
    found = pdf.pages[0]["/Resources"]["/Font"].values()
    return [font.get_object()["/DescendantFonts"][0]["/FontDescriptor"] for font in found]


def test_certificate_says_who_holds_what_from_whom_until_when():
    text = words(printed())

    for expected in (
        "Arctic Design",
        "University of Lapland, Finland",
        "has been awarded the label “Gold” in the scheme “Cluster Excellence Assessment”, "
        "version 2026.1.",
        "Proven cluster excellence",
        "Issued by Demonstration Office",
        "Number CA-2026-0007",
        "Issued on 21 November 2026",
        "Valid from 1 November 2026",
        "Valid until 31 October 2028",
        "Modelled on the European practice. It is not the official label.",
    ):
        assert expected in text


def test_certificate_prints_the_address_that_checks_it():
    pdf = printed()

    assert VERIFY_URL in words(pdf).replace(" ", "")
    annotations = [a.get_object() for a in pdf.pages[0]["/Annots"]]
    assert {a["/A"]["/URI"] for a in annotations} == {VERIFY_URL}


def test_certificate_writes_dates_in_finnish():
    text = words(printed(language="fi"))

    assert "21. marraskuuta 2026" in text
    assert "31. lokakuuta 2028" in text


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("name", ["A", LONG_NAME, "W" * 200, "Työ" * 66])
def test_certificate_is_one_landscape_sheet_whatever_the_name(name, language):
    pdf = printed(cluster_name=name, language=language)

    assert len(pdf.pages) == 1
    width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (842, 595)
    assert name.replace(" ", "") in words(pdf).replace(" ", "")


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Arctic Design", "xl"),
        ("Arctic Industry and Circular Economy", "l"),
        ("Lapin osaamiskeskittymäverkosto", "m"),
        (LONG_NAME, "s"),
        ("W" * 200, "xs"),
    ],
)
def test_name_stands_as_large_as_its_length_and_longest_word_allow(name, size):
    assert facts(cluster_name=name).name_size == size


def test_certificate_has_language_title_author_and_alternative_texts():
    html = certificate_html(facts(language="fi"))
    pdf = PdfReader(BytesIO(html_to_pdf(html)))

    assert pdf.trailer["/Root"]["/Lang"] == "fi"
    assert pdf.metadata.title.endswith("CA-2026-0007: Arctic Design")
    assert pdf.metadata.author == "Demonstration Office"
    assert pdf.metadata.creation_date.date() == date(2026, 11, 21)
    assert html.count("<img ") == html.count(' alt="') == 1
    assert html.count("<svg ") == html.count("<title>") - 1 == 1


@pytest.mark.parametrize("tier", ["bronze", "silver", "gold"])
def test_certificate_shows_the_emblem_of_its_label(tier):
    html = certificate_html(facts(tier=tier))

    assert f'src="static:/img/emblem-{tier}.svg"' in html
    assert html_to_pdf(html)


def test_all_fonts_are_embedded():
    embedded = {d["/FontName"].split("+")[1]: "/FontFile2" in d for d in fonts(printed())}

    assert embedded == {
        "Atkinson-Hyperlegible-Next": True,
        "Atkinson-Hyperlegible-Next-Semi-Bold": True,
        "Familjen-Grotesk-Semi-Bold": True,
    }


@pytest.mark.parametrize(
    "name",
    [
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '"><style>*{background:url(http://127.0.0.1:9/)}</style>',
        "{{ 7 * 7 }} %(number)s",
    ],
)
def test_markup_in_a_name_is_printed_as_it_was_typed(name):
    pdf = printed(cluster_name=name, organisation=name, paper=IssuerPaper(name=name))

    assert words(pdf).replace(" ", "").count(name.replace(" ", "")) == 4


def test_qr_code_is_a_named_picture():
    svg = qr_code(VERIFY_URL, "Check <this> & that")

    assert svg.startswith('<svg role="img" ')
    assert "<title>Check &lt;this&gt; &amp; that</title>" in svg
    assert "style" not in svg
    assert "script" not in svg


@pytest.mark.parametrize("name", ["Arctic Design", LONG_NAME])
def test_a_renewal_says_what_it_renews_and_since_when_the_label_is_held_on_its_one_page(name):
    pdf = printed(cluster_name=name, renews="G-2024-0003", held_since=date(2024, 11, 5))
    told = "It renews certificate G-2024-0003; the label has been held since 5 November 2024."
    assert len(pdf.pages) == 1
    assert told in words(pdf)
    elsewhere = words(printed(held_since=date(2024, 11, 5)))
    assert "It is a renewal; the label has been held since 5 November 2024." in elsewhere
    assert "held since" not in words(printed())


@pytest.mark.parametrize("name", ["Arctic Design", LONG_NAME])
@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            "Corrected on 23 December 2026. Earlier papers with this number are no longer valid. "
            "Sealed electronically by the issuer.",
        ),
        (
            "fi",
            "Korjattu 23. joulukuuta 2026. Aiemmat paperit, joissa on tämä numero, eivät enää kelpaa.",
        ),
    ],
)
def test_a_corrected_one_says_since_when_and_that_earlier_papers_are_no_longer_valid(
    language, told, name
):
    pdf = printed(
        language=language,
        cluster_name=name,
        renews="G-2024-0003",
        held_since=date(2024, 11, 5),
        corrected_on=date(2026, 12, 23),
    )
    assert len(pdf.pages) == 1
    assert told in words(pdf)
    assert "Corrected" not in words(printed())
