"""The faults of a file that does not fit its form: where each stands, and what was expected there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from operator import attrgetter
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assessment.catalogue.faults import MAX_FAULTS, Fault
from assessment.catalogue.schema.faults import clipped, expected, found
from assessment.catalogue.source import Place, Source

_KEY = "[key]"
_ID = re.compile(r"[a-z][a-z0-9-]{0,63}")
_ABOUT = re.compile(r"([a-z_]+): (.*)", re.DOTALL)


def form_faults(
    source: Source, model: type[BaseModel], error: ValidationError, *, is_partial: bool = False
) -> list[Fault]:
    """What keeps the file from its form, in the order of its lines.

    Of very many faults the first are told each, and then how many more there are. Where the file
    `is_partial`, keys that are missing are no faults.
    """
    errors = error.errors(include_url=False)
    findings = [
        _finding(source, one) for one in errors if not (is_partial and one["type"] == "missing")
    ]
    findings = sorted(_settled(findings), key=attrgetter("line"))
    told = [
        Fault(source.path, finding.line, _message(source, model, finding))
        for finding in findings[:MAX_FAULTS]
    ]
    if rest := findings[MAX_FAULTS:]:
        told.append(Fault.standing_for(len(rest), source.path, rest[0].line))
    return told


@dataclass(frozen=True, slots=True)
class _Finding:
    """One thing that the form does not take.

    `place` is where the file has it. `branch` is set where a value may be one of several kinds: the
    place of the value, and the kind that was tried.
    """

    place: Place
    line: int
    errors: tuple[ErrorDetails, ...]
    branch: tuple[Place, str] | None = None


def _finding(source: Source, error: ErrorDetails) -> _Finding:
    place: Place = ()
    branch: tuple[Place, str] | None = None
    for part in error["loc"][:-1] if error["type"] == "missing" else error["loc"]:
        if (*place, part) in source.lines:
            place = (*place, part)
        elif part != _KEY:
            branch = branch or (place, str(part))
    if about := _ABOUT.fullmatch(error["msg"]) if error["type"] == "together" else None:
        place = (*place, about[1])
    return _Finding(place, source.line(place), (error,), branch)


def _settled(findings: Iterable[_Finding]) -> Iterator[_Finding]:
    """The findings, where several kinds were tried those of the kind that fits best.

    That is a kind whose faults lie inside the value; where no kind came that far, all are told as one.
    """
    tried: dict[Place, list[_Finding]] = defaultdict(list)
    for finding in findings:
        if finding.branch is None:
            yield finding
        else:
            tried[finding.branch[0]].append(finding)
    for place, members in tried.items():
        kinds = {finding.branch[1] for finding in members if finding.branch}
        inside = [finding for finding in members if len(finding.place) > len(place)]
        if len(kinds) == 1 or inside:
            yield from inside if len(kinds) > 1 else members
        else:
            errors = tuple(error for finding in members for error in finding.errors)
            yield _Finding(place, members[0].line, errors)


def _message(source: Source, model: type[BaseModel], finding: _Finding) -> str:
    error = finding.errors[0]
    place, what = finding.place, ""
    if error["type"] == "missing":
        place, what = (*place, error["loc"][-1]), "the key is missing"
    elif error["type"] in ("extra_forbidden", "invalid_key"):
        what = _unknown(str(place[-1]), sorted(_keys(model, error["loc"][:-1])))
    elif error["type"] == "together":
        about = _ABOUT.fullmatch(error["msg"])
        what = about[2] if about else error["msg"]
    elif error["loc"][-1:] == (_KEY,):
        place, what = place[:-1], f"expected {expected(error)} as a key, found {found(error)}"
    elif any(expected(one) for one in finding.errors):
        phrases = list(dict.fromkeys(expected(one) for one in finding.errors if expected(one)))
        what = f"expected {_either(phrases)}, found {found(error)}"
    where = ".".join(_words(source.value, place))
    return f"{where}: {what or error['msg']}" if where else what or error["msg"]


def _either(phrases: list[str]) -> str:
    return " or ".join((", ".join(phrases[:-1]), phrases[-1]) if phrases[1:] else phrases)


def _words(value: Any, place: Place) -> Iterator[str]:
    """The way to a place: keys, the ids of list items, or their numbers from 1."""
    for part in place:
        is_item = isinstance(value, list) and isinstance(part, int) and part < len(value)
        value = value[part] if is_item else value.get(part) if isinstance(value, dict) else None
        if not is_item:
            yield clipped(str(part))
            continue
        name = value.get("id") if isinstance(value, dict) else None
        has_name = isinstance(name, str) and _ID.fullmatch(name)
        yield str(name) if has_name else f"#{int(part) + 1}"


def _unknown(key: str, known: list[str]) -> str:
    if key.isdigit():
        return "the key is not known here; if it is a decimal, write it with a point, such as 0.5"
    if close := get_close_matches(key, known, 1, 0.7):
        return f"the key is not known here; did you mean '{close[0]}'?"
    return f"the key is not known here; expected one of: {', '.join(known)}"


def _keys(model: type[BaseModel], way: tuple[str | int, ...]) -> set[str]:
    """The keys that the form knows at the end of a way through it."""
    kinds: list[Any] = [model]
    for part in way:
        inner = [found for kind in kinds for found in _inside(kind, part)]
        kinds = inner or kinds  # a part that names a kind that was tried leads nowhere
    return {key for kind in kinds for key in _fields(kind)}


def _inside(kind: Any, part: str | int) -> list[Any]:
    """What the form has for a key or an item of a value of this kind."""
    if part in _fields(kind):
        return _alternatives(_fields(kind)[str(part)])
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is list and isinstance(part, int):
        return _alternatives(arguments[0])
    return _alternatives(arguments[1]) if origin is dict else []


def _fields(kind: Any) -> dict[str, Any]:
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return {}
    return {field.alias or name: field.annotation for name, field in kind.model_fields.items()}


def _alternatives(annotation: Any) -> list[Any]:
    """The kinds that a value may be of."""
    if get_origin(annotation) is Annotated:
        return _alternatives(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for part in get_args(annotation) for kind in _alternatives(part)]
    return [annotation]
