"""The issuer's paper: name, place, logo, signatories and colours that a certificate carries.

The name is the setting `issuer`; the rest comes from `issuer/issuer.toml` of the instance folder, if any.
What stands there is checked where it is read, and what was read is frozen with each certificate, so a
later change changes no paper that is out.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from assessment.config import Settings
from assessment.reports.contrast import contrast

PANEL, INK = "#12343b", "#10272e"
"""The colours of a paper that names none: those of the product's own pages."""

PICTURES_AT_MOST = 2_000_000
"""Bytes of a logo or a drawn signature."""

_READABLE = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3); on paper nothing less is asked."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FILE = re.compile(r"[A-Za-z0-9_.-]{1,80}\.(png|jpe?g|PNG|JPE?G)")


def _as_colour(text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise ValueError(f'"{text}" is no colour like "{PANEL}"')
    if contrast(text, "#ffffff") < _READABLE:
        seen = contrast(text, "#ffffff")
        raise ValueError(
            f"{text} has a contrast of {seen:.1f} to white; at least {_READABLE} is needed"
        )
    return text


def _as_file(text: str) -> str:
    if text and not _FILE.fullmatch(text):
        raise ValueError(f'"{text}" is no name of a PNG or JPEG file that lies beside issuer.toml')
    return text


_Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
_Colour = Annotated[str, AfterValidator(_as_colour)]
_File = Annotated[str, AfterValidator(_as_file)]


class PaperFault(Exception):
    """The issuer's paper cannot be used as it is; the text says what to mend, and where."""


class Signatory(BaseModel):
    """Who signs: a title, a name where one is to be printed, and a drawn signature if there is one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[_Text, Field(min_length=1)]
    name: _Text = ""
    signature: _File = ""


class IssuerPaper(BaseModel):
    """What a certificate says of its issuer. Pictures are files beside `issuer.toml`, by name.

    `panel` is the ground of the label's side, on which white stands; `ink` the colour of the text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    place: _Text = ""
    logo: _File = ""
    panel: _Colour = PANEL
    ink: _Colour = INK
    signatories: Annotated[tuple[Signatory, ...], Field(max_length=3)] = ()

    @property
    def pictures(self) -> list[str]:
        """The files that the paper needs, each once."""
        named = [self.logo, *(one.signature for one in self.signatories)]
        return [name for name in dict.fromkeys(named) if name]


def paper_folder(settings: Settings) -> Path:
    """Where the issuer's paper lies."""
    return settings.instance_path / "issuer"


def read_paper(settings: Settings) -> IssuerPaper:
    """The issuer's paper as configured now. Raises `PaperFault`, all faults in one text."""
    path = paper_folder(settings) / "issuer.toml"
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if "name" in told:
            raise PaperFault(f"{path.name}: name: is the setting `issuer` of the installation")
        paper = IssuerPaper.model_validate({"name": settings.issuer} | told)
    except ValidationError as error:
        faults = [f"{path.name}: {_place(one['loc'])}: {_said(one)}" for one in error.errors()]
        raise PaperFault("\n".join(faults)) from None
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PaperFault(f"{path.name}: {error}") from None
    return paper


def _place(loc: Sequence[int | str]) -> str:
    """Where in the file it is, as people count."""
    return ", ".join(f"number {part + 1}" if isinstance(part, int) else part for part in loc)


def _said(fault: ErrorDetails) -> str:
    """What is wrong, and what belongs there."""
    limits = fault.get("ctx", {})
    match fault["type"]:
        case "value_error":
            return str(limits["error"])
        case "extra_forbidden":
            return "there is no such setting here"
        case "missing":
            return "is missing"
        case "string_type":
            return "has to be text, in quotation marks"
        case "string_too_short":
            return "has to say something"
        case "string_too_long":
            return f"has more than {limits['max_length']} letters"
        case "too_long":
            return f"are more than {limits['max_length']}"
        case _:
            return fault["msg"]


def read_picture(settings: Settings, name: str) -> bytes:
    """A picture of the paper, as it lies there. Raises `PaperFault` for a missing or too large one."""
    path = paper_folder(settings) / name
    try:
        with path.open("rb") as file:
            content = file.read(PICTURES_AT_MOST + 1)
    except OSError as error:
        raise PaperFault(f"{name}: {error.strerror}") from None
    if len(content) > PICTURES_AT_MOST:
        raise PaperFault(f"{name}: more than {PICTURES_AT_MOST // 1_000_000} MB")
    return content


def check_picture(name: str, content: bytes) -> None:
    """Raises `PaperFault` for what no document takes as a picture."""
    from assessment.reports.pictures import UnreadablePicture, redrawn  # heavy, and rarely needed

    try:
        redrawn(name, content)
    except UnreadablePicture as error:
        raise PaperFault(str(error)) from None
