"""The issuer's paper: read from its file, refused with what to mend, its pictures drawn anew."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from assessment.config import Settings
from assessment.reports.contrast import contrast
from assessment.reports.issuer import (
    INK,
    PANEL,
    IssuerPaper,
    PaperFault,
    Signatory,
    read_paper,
    read_picture,
)
from assessment.reports.pdf import RefusedAddress, html_to_pdf
from assessment.reports.pictures import UnreadablePicture, redrawn

COLOURS = st.from_regex(r"\A#[0-9a-f]{6}\Z")


@pytest.fixture
def office(tmp_path: Path) -> Settings:
    (tmp_path / "issuer").mkdir()
    return Settings(
        instance_path=tmp_path,
        secret_key="k" * 32,
        password_salt="s" * 16,
        issuer="Office of the North",
    )


def write(office: Settings, text: str) -> None:
    (office.instance_path / "issuer" / "issuer.toml").write_text(text, encoding="utf-8")


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGBA") -> bytes:
    drawn = BytesIO()
    Image.new(mode, size, "red").save(drawn, kind)
    return drawn.getvalue()


def test_without_a_file_the_paper_is_the_issuers_name(office: Settings) -> None:
    assert read_paper(office) == IssuerPaper(name="Office of the North", panel=PANEL, ink=INK)


def test_everything_that_the_file_may_say(office: Settings) -> None:
    write(
        office,
        'place = "Rovaniemi"\nlogo = "logo.png"\npanel = "#203040"\nink = "#101010"\n'
        '[[signatories]]\ntitle = "Chair of the board"\nsignature = "chair.jpg"\n'
        '[[signatories]]\ntitle = "Head of the office"\nname = "A. Person"\n',
    )
    paper = read_paper(office)
    assert paper == IssuerPaper(
        name="Office of the North",
        place="Rovaniemi",
        logo="logo.png",
        panel="#203040",
        ink="#101010",
        signatories=(
            Signatory(title="Chair of the board", signature="chair.jpg"),
            Signatory(title="Head of the office", name="A. Person"),
        ),
    )
    assert paper.pictures == ["logo.png", "chair.jpg"]
    assert IssuerPaper.model_validate(paper.model_dump(mode="json")) == paper


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "Another"', "issuer.toml: name: is the setting `issuer`"),
        ('colour = "#fff"', "issuer.toml: colour: there is no such setting here"),
        ('panel = "red"', 'issuer.toml: panel: "red" is no colour like "#12343b"'),
        ("panel = 12", "issuer.toml: panel: has to be text, in quotation marks"),
        ('panel = "#ffee00"', "issuer.toml: panel: #ffee00 has a contrast of 1.2 to white"),
        ('ink = "#999999"', "issuer.toml: ink: #999999 has a contrast of 2.8 to white"),
        ('logo = "logo.svg"', 'issuer.toml: logo: "logo.svg" is no name of a PNG or JPEG file'),
        ('logo = "../secrets.png"', "issuer.toml: logo: "),
        ('logo = "/etc/logo.png"', "issuer.toml: logo: "),
        ("[[signatories]]\nname = 'X'", "issuer.toml: signatories, number 1, title: is missing"),
        ("[[signatories]]\ntitle = ''", "issuer.toml: signatories, number 1, title: has to say"),
        ("[[signatories]]\ntitle = 'X'\n" * 4, "issuer.toml: signatories: are more than 3"),
        (f"place = '{'x' * 61}'", "issuer.toml: place: has more than 60 letters"),
        ("place = ", "issuer.toml: "),
    ],
)
def test_what_cannot_be_used_is_named(office: Settings, text: str, said: str) -> None:
    write(office, text)
    with pytest.raises(PaperFault) as caught:
        read_paper(office)
    assert str(caught.value).startswith(said)


def test_all_faults_are_named_at_once(office: Settings) -> None:
    write(office, 'panel = "#ffee00"\nink = "black"\nlogo = "logo.svg"\nmotto = "Onward"')
    with pytest.raises(PaperFault) as caught:
        read_paper(office)
    places = [line.split(": ")[1] for line in str(caught.value).splitlines()]
    assert places == ["logo", "panel", "ink", "motto"]


def test_a_picture_that_is_missing_or_too_large_is_named(office: Settings) -> None:
    with pytest.raises(PaperFault, match=r"logo\.png: No such file"):
        read_picture(office, "logo.png")
    (office.instance_path / "issuer" / "logo.png").write_bytes(b"0" * 2_000_001)
    with pytest.raises(PaperFault, match=r"logo\.png: more than 2 MB"):
        read_picture(office, "logo.png")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_drawn_anew_as_png_without_what_it_carried(kind: str) -> None:
    brought = picture(kind, mode="RGB") + b"<script>alert(1)</script>"
    with Image.open(BytesIO(redrawn("logo", brought))) as drawn:
        assert (drawn.format, drawn.mode, drawn.size) == ("PNG", "RGB", (40, 20))
        assert drawn.getpixel((5, 5))[0] > 250
    assert b"script" not in redrawn("logo", brought)


def test_a_clear_ground_becomes_white_and_a_huge_picture_smaller() -> None:
    drawn = BytesIO()
    Image.new("RGBA", (4000, 1000), (0, 0, 0, 0)).save(drawn, "PNG")
    with Image.open(BytesIO(redrawn("logo", drawn.getvalue()))) as found:
        assert (found.size, found.getpixel((0, 0))) == ((2000, 500), (255, 255, 255))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        picture()[:48],
        picture("GIF", mode="P"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(UnreadablePicture, match=r"logo\.png: is damaged, or neither PNG nor JPEG"):
        redrawn("logo.png", content)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_half_a_picture_is_no_picture(kind: str) -> None:
    content = picture(kind, size=(300, 200), mode="RGB")
    for length in range(0, len(content) * 3 // 4, 7):
        with pytest.raises(UnreadablePicture):
            redrawn("logo", content[:length])


def test_a_picture_of_too_many_points_is_refused() -> None:
    with pytest.raises(UnreadablePicture, match="more than 20 million points"):
        redrawn("logo.png", picture(size=(5001, 4000), mode="1"))


def test_a_document_gets_the_pictures_that_it_is_given_and_no_other() -> None:
    picture_in = '<body><img src="picture:logo" alt="L"></body>'
    page = f'<html lang="en"><head><title>T</title></head>{picture_in}</html>'
    made = html_to_pdf(page, pictures={"logo": redrawn("logo", picture())})
    assert len(PdfReader(BytesIO(made)).pages[0].images) == 1
    with pytest.raises(RefusedAddress, match="picture:logo"):
        html_to_pdf(page)


@given(one=COLOURS, other=COLOURS)
def test_contrast_is_symmetric_and_between_one_and_twenty_one(one: str, other: str) -> None:
    found = contrast(one, other)
    assert 1 <= found <= 21.0001
    assert found == contrast(other, one)
    assert contrast(one, one) == 1


def test_contrast_of_the_standards_ends() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
