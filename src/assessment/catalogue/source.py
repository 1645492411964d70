"""YAML text to plain values that know their lines.

Only what a criteria file needs is read: mappings with plain keys, lists, texts, numbers, true/false
and null. Anchors, aliases and tags are refused, so a small file stays small; directives are refused
because criteria files need none. What a plain word means follows the YAML 1.2 core schema: `no` is
a text, `1.5` is exactly three halves, a date is a text. The parser is the one in C that the package
brings: the other one is many times slower and reads some texts differently.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from assessment.catalogue.faults import CriteriaFault, Fault

MAX_BYTES = 1_000_000
MAX_VALUES = 20_000
MAX_DEPTH = 20
MAX_DIGITS = 30
MAX_KEY = 500
TOO_LARGE = f"expected at most {MAX_BYTES} bytes, found more"

Place = tuple[str | int, ...]

_BAD_KEY = "expected a plain word or a whole number as a key"
_ANCHORS = "anchors (&) and aliases (*) are not used here; put a text that begins so in quotes"
_TAGS = "tags (!) are not used here; put a text that begins so in quotes"
_DIRECTIVES = "directives (%) are not used in criteria files"
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_BEGINNINGS = frozenset("0123456789+-.~tTfFnN")
"""With what a plain scalar begins that may be something else than a text."""
_WHOLE = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)")
_BREAK = re.compile("\r\n|\r|\n")
_EXOTIC = re.compile(
    r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+"
)
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
    "|(?!^)\ufeff"
)
"""Characters that do not print, that turn the text around, and line breaks that editors do not count."""
_WIDE_INDENT = re.compile("^[ ]*[\u00a0\u2000-\u200a\u202f\u3000]", re.MULTILINE)
"""Space at the beginning of a line that is none to YAML."""


@dataclass
class Source:
    """A file's value with the line of each key and list item, by its place in the value."""

    path: str
    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of the place, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str) -> Fault:
        return Fault(self.path, self.line(place), message)


def read_source(path: str, text: str) -> Source:
    """The value of a YAML text with its lines. Raises `CriteriaFault` naming each fault.

    A text of more than `MAX_BYTES` bytes or `MAX_VALUES` values is refused, and so is one nested
    deeper than `MAX_DEPTH`: reading stays a matter of moments whatever is sent.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise CriteriaFault([Fault(path, 1, TOO_LARGE)])
    if found := _FORBIDDEN.search(text):
        line = len(_BREAK.findall(text, 0, found.start())) + 1
        raise CriteriaFault([Fault(path, line, _not_allowed(found[0]))])
    reading = _Reading(path, yaml.parse(text, Loader=yaml.CLoader))
    try:
        reading.read_document()
    except yaml.MarkedYAMLError as error:
        last = len(_BREAK.findall(text.rstrip())) + 1
        reading.faults.append(_indent_fault(path, text) or _syntax_fault(path, error, last))
    if reading.faults:
        raise CriteriaFault(reading.faults)
    return reading.source


def _not_allowed(character: str) -> str:
    return f"the character U+{ord(character):04X}, which does not show, is not allowed"


class _Reading:
    """Builds one document's value from its events, and gathers the faults on the way."""

    def __init__(self, path: str, events: Iterator[Event]) -> None:
        self.source = Source(path)
        self.faults: list[Fault] = []
        self.events = events
        self.values = 0

    def _fault(self, event: Event, message: str) -> None:
        self.faults.append(Fault(self.source.path, _line(event), message))

    def _stop(self, event: Event, message: str) -> CriteriaFault:
        self._fault(event, message)
        return CriteriaFault(self.faults)

    def read_document(self) -> None:
        start = next(event for event in self.events if not _is_stream_start(event))
        if isinstance(start, StreamEndEvent):
            raise CriteriaFault([Fault(self.source.path, 1, "the file is empty")])
        assert isinstance(start, DocumentStartEvent)  # noqa: S101  # what the parser yields next
        if start.version or start.tags:
            raise self._stop(start, _DIRECTIVES)
        self.source.value = self._value(next(self.events), ())
        next(self.events)
        after = next(self.events)
        if isinstance(after, DocumentStartEvent):
            raise self._stop(after, "expected one document, and here begins another")

    def _value(self, event: Event, place: Place) -> Any:
        self.source.lines.setdefault(place, _line(event))
        self.values += 1
        if self.values > MAX_VALUES:
            raise self._stop(event, f"expected at most {MAX_VALUES} values, found more")
        if len(place) > MAX_DEPTH:
            raise self._stop(event, f"expected at most {MAX_DEPTH} levels of nesting, found more")
        self._check_plain(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(place)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(place)
        return self._scalar(event) if isinstance(event, ScalarEvent) else None

    def _check_plain(self, event: Event) -> None:
        """Notes the fault of a node that has an anchor, alias or tag."""
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
            self._fault(event, _ANCHORS)
        elif getattr(event, "tag", None):
            self._fault(event, _TAGS)

    def _sequence(self, place: Place) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            result.append(self._value(event, (*place, len(result))))
        return result

    def _mapping(self, place: Place) -> dict[str | int, Any]:
        result: dict[str | int, Any] = {}
        while not isinstance(key_event := next(self.events), MappingEndEvent):
            key = self._key(key_event, place)
            if key is None:
                self._value(next(self.events), (*place, ""))
                continue
            if key in result:
                self._fault(key_event, f"the key '{str(key)[:40]}' stands here a second time")
            self.source.lines.setdefault((*place, key), _line(key_event))
            value = self._value(next(self.events), (*place, key))
            result.setdefault(key, value)
        return result

    def _key(self, event: Event, place: Place) -> str | int | None:
        if not isinstance(event, ScalarEvent):
            self._value(event, (*place, ""))  # reads past it
            self._fault(event, _BAD_KEY)
            return None
        self._check_plain(event)
        key = self._scalar(event)
        if isinstance(key, bool) or not isinstance(key, str | int):
            self._fault(event, _BAD_KEY)
            return None
        if isinstance(key, str) and _WIDE_INDENT.match(key):
            self._fault(event, _wide(key[0]))
            return None
        if isinstance(key, str) and len(key) > MAX_KEY:
            self._fault(event, f"expected at most {MAX_KEY} characters in a key, found {len(key)}")
            return None
        return key

    def _scalar(self, event: ScalarEvent) -> str | int | Decimal | bool | None:
        text: str = event.value
        if not event.implicit[0]:  # quoted, or a block of text
            if found := _FORBIDDEN.search(text):  # written as an escape
                self._fault(event, _not_allowed(found[0]))
            return text
        if text and text[0] not in _BEGINNINGS:
            return text
        if text.lower() in _WORDS and text in (text.lower(), text.upper(), text.capitalize()):
            return _WORDS[text.lower()]
        is_whole = bool(_WHOLE.fullmatch(text))
        if not is_whole and not _DECIMAL.fullmatch(text):
            if _EXOTIC.fullmatch(text):
                message = f"'{text[:40]}': write a number in plain digits, a text in quotes"
                self._fault(event, message)
                return None
            return text
        if len(text) > MAX_DIGITS:
            message = f"'{text[:40]}': expected at most {MAX_DIGITS} digits; write a text in quotes"
            self._fault(event, message)
            return None
        return int(text) if is_whole else Decimal(text)


_SYNTAX = {
    "mapping values are not allowed in this context": "a colon where none can stand: mend the"
    " spaces at the beginning of the line, or put the text in quotes",
    "found a tab character that violates indentation": "a tab at the beginning of the line:"
    " write spaces",
    "found character that cannot start any token": "a text cannot begin with this character:"
    " put it in quotes",
    "did not find expected key": "expected a key: mend the spaces at the beginning of the line,"
    " or the quotes before",
    "did not find expected '-' indicator": "expected another item of the list, which begins"
    " with a hyphen",
    "block sequence entries are not allowed in this context": "a list cannot begin here: begin it"
    " on a line of its own, or put the text in quotes",
    "did not find expected ',' or ']'": "expected a comma, or ] at the end of the list that"
    " begins on line {begin}",
    "did not find expected ',' or '}'": "expected a comma, or } at the end of the keys and"
    " values that begin on line {begin}",
    "did not find expected node content": "expected a value",
    "found unexpected ':'": "expected a space after this colon, or the text in quotes",
    "did not find expected alphabetic or numeric character": "a text cannot begin with & or *:"
    " put it in quotes",
    "found unknown escape character": "write a backslash twice, or the text in single quotes",
}
"""What the parser says, by what an author can do about it."""
_SYNTAX_AT_BEGIN = {
    "found unexpected end of stream": "the quotes that open here are never closed",
    "could not find expected ':'": "expected a colon and a space after this key",
}
"""The same for faults that lie where the parser began to read the value."""


def _indent_fault(path: str, text: str) -> Fault | None:
    """What looks like space at the beginning of a line of a text that is not YAML."""
    found = _WIDE_INDENT.search(text)
    if found is None:
        return None
    line = len(_BREAK.findall(text, 0, found.start())) + 1
    return Fault(path, line, f"not valid YAML: {_wide(found[0][-1])}")


def _wide(character: str) -> str:
    return f"the space U+{ord(character):04X} at the beginning of the line: write plain spaces"


def _syntax_fault(path: str, error: yaml.MarkedYAMLError, last: int) -> Fault:
    """What is not YAML, on the line where an author has to look; the last one where the text ends."""
    problem = str(error.problem)
    line = min(error.problem_mark.line + 1, last) if error.problem_mark else 1
    begin = error.context_mark.line + 1 if error.context_mark else line
    if problem in _SYNTAX_AT_BEGIN:
        return Fault(path, begin, f"not valid YAML: {_SYNTAX_AT_BEGIN[problem]}")
    words = _SYNTAX.get(problem, problem).replace("{begin}", str(begin))
    return Fault(path, line, f"not valid YAML: {words}")


def _line(event: Event) -> int:
    """The line of an event, from 1."""
    return event.start_mark.line + 1 if event.start_mark else 1


def _is_stream_start(event: Event) -> bool:
    return isinstance(event, yaml.StreamStartEvent)
