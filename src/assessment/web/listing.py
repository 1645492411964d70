"""Long lists: a page at a time, sorted by their columns, and sent as a file."""

import math
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, cast
from urllib.parse import urlencode

from flask import Flask, request, send_file, url_for
from flask.typing import ResponseReturnValue

from assessment.reports.list_files import ListFile, write_list
from assessment.web.forms.fields import one_line

PAGE_SIZE = 25
LONGEST = 200
"""Letters of what a filter takes from the address."""
_IN_MEMORY = 1_000_000
"""Bytes of a file that are kept before it goes to the disk."""
_TYPES = {
    "csv": "text/csv",  # the server adds the charset of a text
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list that has `total` rows."""

    number: int
    total: int

    @property
    def last(self) -> int:
        return max(1, math.ceil(self.total / PAGE_SIZE))

    @property
    def first(self) -> int:
        """How many rows stand on the pages before."""
        return (self.number - 1) * PAGE_SIZE


def page_of(total: int) -> Page:
    """The page that the address asks for; the nearest one that there is."""
    wanted = request.args.get("page", 1, type=int)
    return Page(min(max(wanted, 1), Page(1, total).last), total)


def asked(name: str) -> str:
    """A part of the address on one line, empty where it is not there."""
    return str(one_line(request.values.get(name, "")))[:LONGEST]


def here(**changes: object) -> str:
    """The address of this list with some of what it asks for changed; on its first page."""
    parts = {**request.args.to_dict(), "page": "", **changes}
    query = urlencode({name: value for name, value in parts.items() if value})
    path = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{path}?{query}" if query else path


def sort_address(key: str) -> str:
    """The address that sorts by a column; the other way round where it does already."""
    return here(sort=f"-{key}" if request.args.get("sort") == key else key)


def sorted_as(key: str) -> str:
    """How a column is sorted now, as assistive technology is told: ascending, descending, none."""
    sort = request.args.get("sort", "")
    return {key: "ascending", f"-{key}": "descending"}.get(sort, "none")


def send_list(found: ListFile, kind: str) -> ResponseReturnValue:
    """The list as a file of that kind."""
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed by the server, once sent
    write_list(cast("IO[bytes]", file), found, kind)
    file.seek(0)
    return send_file(
        cast("IO[bytes]", file),
        mimetype=_TYPES[kind],
        as_attachment=True,
        download_name=found.name(kind),
        etag=False,
    )


def init_listing(app: Flask) -> None:
    """Gives templates the ways through a list."""
    app.jinja_env.globals.update(list_address=here, sort_address=sort_address, sorted_as=sorted_as)
