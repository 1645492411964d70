"""Field rules that several forms share."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import FileStorage
from wtforms import (  # type: ignore[attr-defined]  # the published types lag behind
    Field,
    Form,
    IntegerField,
    SelectChoice,
    ValidationError,
)
from wtforms.validators import Email, Optional
from wtforms.widgets import HiddenInput

from assessment.domain.criteria import Criterion
from assessment.domain.letters import named, not_for_names
from assessment.domain.names import NameFault, name_fault
from assessment.reports import formats
from assessment.services.sniffing import MEDIA_TYPES

_TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
"""Characters that turn the text around them; right-to-left letters need none of these."""

EMAIL_RULES = (Email(_l("Write an e-mail address such as name@organisation.eu.")),)
"""What an e-mail address must be; the library refuses what is longer than mail allows."""

_ADDRESS = re.compile(
    r"//|www\.|[\w-]{2}[.\u3002\uff0e\uff61][^\W\d_]{2}"
    r"|\w[.\u3002\uff0e\uff61][^\W\d_]{2,}/|\b\d{1,3}(?:\.\d{1,3}){3}\b",
    re.IGNORECASE,
)
"""What a mail program may make a link of; initials and legal forms, as A.B. Oy or Puu s.r.o., are none.

One letter before the full stop makes an address only with a path, as J.Smith is none.
"""

_HOST_FIRST = re.compile(
    r"[\w-]+(\.[\w-]+)*\.([^\W\d_]{2,}|xn--[\w-]+)(:[0-9]{1,5})?([/?#]\S*)?", re.IGNORECASE
)
"""An address without its scheme: a host with a dot, and what may follow it."""

TEXT_LIMIT = 20_000
"""Characters that one text may have."""


def plain(value: Any) -> Any:
    """Text without surrounding space, with one kind of line end and nothing that is not seen."""
    if not isinstance(value, str):
        return value
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\t\n" or not _is_unseen(c)).strip()


def _is_unseen(character: str) -> bool:
    """Whether a character controls a device, or the direction of the text around it."""
    is_turning = unicodedata.bidirectional(character) in _TURNING
    return is_turning or unicodedata.category(character) == "Cc"


def one_line(value: Any) -> Any:
    """The same for what stands on one line, such as a name."""
    return " ".join(plain(value).split()) if isinstance(value, str) else value


def whole_address(value: Any) -> Any:
    """A web address on one line. What begins with a host, as people write it, is one by HTTPS."""
    line = one_line(value)
    return f"https://{line}" if line and _HOST_FIRST.fullmatch(line) else line


def without_address(_form: Form, field: Field) -> None:
    """Names and lines that go into mail to strangers: nobody is to be lured to an address.

    What stood there already may stay, as the name of a cluster that the secretariat entered.
    """
    if field.data != field.object_data and _ADDRESS.search(field.data or ""):
        raise ValidationError(_l("Leave web addresses out, and put a space after a full stop."))


def readable_name(_form: Form, field: Field) -> None:
    """Names by which a cluster is known: nothing that is not seen, words of one script each, and letters
    that documents can print.

    What stood there already may stay; a document tells what it cannot print by its number.
    """
    written = str(field.raw_data[0]) if field.raw_data else field.data or ""
    if field.data == field.object_data and written == field.data:
        return
    match name_fault(" ".join(written.split())):
        case NameFault.INVISIBLE:
            raise ValidationError(
                _l("There are characters in it that nobody sees. Write it anew by hand.")
            )
        case NameFault.MIXED:
            raise ValidationError(
                _l("A word mixes letters of two alphabets, which can look the same. Write it anew.")
            )
    odd = not_for_names(field.data or "")
    if odd:
        raise ValidationError(
            _l(
                "Documents cannot print %(letters)s. They print Latin, Greek, Cyrillic, Hebrew and"
                " Arabic letters.",
                letters=", ".join(map(_told, odd[:5])),
            )
        )


def _told(letter: str) -> str:
    return f"{letter} ({named(letter)})" if letter.isprintable() else named(letter)


def at_most(limit: int) -> Callable[[Form, Field], None]:
    """Refuses a longer text. The browser is not told the limit: it would cut what is pasted, unsaid."""

    def check(_form: Form, field: Field) -> None:
        if len(field.data or "") > limit:
            shown = formats.number(limit, str(get_locale()))
            raise ValidationError(_l("Write at most %(limit)s characters.", limit=shown))

    return check


def level_or_none(value: Any) -> int | None:
    """A rating level as a number; None where nothing is chosen."""
    return None if value in (None, "", "None") else int(value)


def options(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    """What a field offers, from what is sent and what is read.

    A text to be translated stays one: classes are made once, and each page has its own language.
    """
    return [SelectChoice(str(value), _read(text)) for value, text in pairs]


def _read(text: object) -> Any:
    return text if isinstance(text, LazyString) else str(text)


def level_choices(criterion: Criterion) -> list[SelectChoice]:
    """The levels of the criterion's scale, and none."""
    return options([("", ""), *((level, level) for level in criterion.scale.levels)])


def chosen_files(field: Field) -> list[FileStorage]:
    """The files that were chosen in a field; an empty one sends a file without a name."""
    uploads = field.data if isinstance(field.data, list | tuple) else [field.data]
    return [upload for upload in uploads if getattr(upload, "filename", "")]


def file_wiring(limit: int) -> dict[str, str]:
    """What a field for files of at most `limit` bytes tells the browser."""
    return {"accept": ",".join(MEDIA_TYPES), "data-max-bytes": str(limit)}


def version_field() -> IntegerField:
    """The version that a form was made from, unseen; one that cannot be is none."""

    def within(number: int | None) -> int | None:
        return number if number is not None and 0 <= number < 2**31 else None

    return IntegerField(widget=HiddenInput(), validators=[Optional()], filters=[within])


def web_address(message: Any = None) -> Callable[[Form, Field], None]:
    """Takes http and https addresses with a host, and an empty field."""

    def check(_form: Form, field: Field) -> None:
        if not field.data:
            return
        try:
            address = urlsplit(field.data)
            is_good = address.scheme in ("http", "https") and bool(address.hostname)
            is_good = is_good and address.username is None and "%" not in address.netloc
            is_good = is_good and address.port != 0  # reading it raises where it is none
        except ValueError:
            is_good = False
        if not is_good or any(c.isspace() for c in field.data):
            raise ValidationError(message or _l("Write a web address, such as www.example.org."))

    return check
