"""What a form says that saves itself while it is typed into, and what its fields do not take."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wtforms import Field, FieldList, FormField


def part_versions(told: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Parts with the version at which they were seen, sent as `<part>:<version>`."""
    for each in told:
        part, _colon, version = each.rpartition(":")
        if version.isascii() and version.isdigit():
            yield part, int(version[:9])


def errors_told(fields: Iterable[Field]) -> Iterator[dict[str, str]]:
    """Each fault with the name that its field is sent by."""
    for field in fields:
        if isinstance(field, FieldList):
            yield from errors_told(field.entries)
            yield from _told(field)
        elif isinstance(field, FormField):
            yield from errors_told(field.form)
        else:
            yield from _told(field)


def _told(field: Field) -> Iterator[dict[str, str]]:
    errors: Iterable[object] = field.errors
    for error in errors:
        if not isinstance(error, Sequence | Mapping) or isinstance(error, str):
            yield {"name": field.name, "text": str(error)}
