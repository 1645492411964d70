"""The library of a cluster: all its evidence, and adding to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from assessment.db.base import now
from assessment.db.queries import evidence as queries
from assessment.db.queries import people
from assessment.domain.policy import Action
from assessment.services.holdings import Holding, read_library
from assessment.services.library import add_file, add_link
from assessment.web.access import access
from assessment.web.context import catalogue, settings
from assessment.web.forms.evidence import FilesForm, LinkForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.manager.taking import Add, Addition
from assessment.web.transactions import current_session

ON_A_PAGE = 50
"""Pieces of evidence on one page of the list."""

FILTERS: dict[str, tuple[LazyString, Callable[[Holding], object]]] = {
    "": (_l("All"), lambda h: not h.is_archived),
    "files": (_l("Files"), lambda h: not h.is_archived and not h.evidence.url),
    "links": (_l("Web addresses"), lambda h: not h.is_archived and h.evidence.url),
    "unused": (_l("Not used"), lambda h: not h.is_archived and h.is_unused),
    "old": (_l("Too old or no date"), lambda h: not h.is_archived and h.is_too_old),
    "dead": (_l("Dead links"), lambda h: not h.is_archived and h.is_dead),
    "confidential": (
        _l("Confidential"),
        lambda h: not h.is_archived and h.evidence.is_confidential,
    ),
    "archived": (_l("Archived"), lambda h: h.is_archived),
}
"""What the list can be narrowed to: by the word in the address, its name and what belongs to it."""

SORTS: dict[str, tuple[LazyString, Callable[[Holding], Any] | None]] = {
    "": (_l("Newest first"), None),
    "title": (_l("By title"), lambda h: h.evidence.title.casefold()),
    "date": (
        _l("Oldest date first"),
        lambda h: (h.evidence.dated_on is None, h.evidence.dated_on or date.max),
    ),
}


@dataclass(frozen=True, slots=True)
class _Narrowed:
    """What somebody looks for in the list, as the address says it."""

    words: str
    kind: str
    sort: str
    page: int

    @classmethod
    def of_request(cls) -> "_Narrowed":
        """What the address does not know counts as not said."""
        kind, sort = request.args.get("show", ""), request.args.get("sort", "")
        return cls(
            request.args.get("q", "")[:200].strip(),
            kind if kind in FILTERS else "",
            sort if sort in SORTS else "",
            max(1, request.args.get("page", 1, type=int)),
        )

    def of(self, holdings: list[Holding]) -> list[Holding]:
        """What is looked for, in the order that is wanted."""
        belongs = FILTERS[self.kind][1]
        found = [h for h in holdings if belongs(h) and matches(h, self.words)]
        key = SORTS[self.sort][1]
        return sorted(found, key=key) if key else found


def matches(holding: Holding, words: str) -> bool:
    """Whether every word that is looked for stands in what is said of the piece."""
    evidence = holding.evidence
    said = " ".join((evidence.title, evidence.filename, evidence.url, evidence.note)).casefold()
    return all(word in said for word in words.casefold().split())


@pages.get("/clusters/<int:cluster_id>/evidence")
@access(Action.SEE_CLUSTER, subject="cluster_id")
def library(cluster_id: int) -> ResponseReturnValue:
    """Every piece of evidence with what it supports; to be searched, narrowed and sorted."""
    return _page(cluster_id)


@pages.post("/clusters/<int:cluster_id>/evidence/files")
@access(Action.KEEP_EVIDENCE, subject="cluster_id")
def add_files(cluster_id: int) -> ResponseReturnValue:
    """Takes files into the library; a refused one does not hold up the rest."""
    form = FilesForm.bounded(settings().upload_bytes)
    page = partial(_page, cluster_id, files=form)
    return _addition(add_file, cluster_id, page).take_files(form)


@pages.post("/clusters/<int:cluster_id>/evidence/links")
@access(Action.KEEP_EVIDENCE, subject="cluster_id")
def add_address(cluster_id: int) -> ResponseReturnValue:
    """Takes a web address into the library."""
    form = LinkForm.beside()
    page = partial(_page, cluster_id, link=form)
    return _addition(add_link, cluster_id, page).take_address(form)


def _addition(add: Add, cluster_id: int, page: Callable[[], str]) -> Addition:
    after = url_for("manager.library", cluster_id=cluster_id)
    return Addition(add, {"cluster_id": cluster_id}, page, after)


def _page(cluster_id: int, *, files: FilesForm | None = None, link: LinkForm | None = None) -> str:
    session = current_session()
    wanted = _Narrowed.of_request()
    holdings = read_library(session, cluster_id, catalogue(), now())
    found = wanted.of(holdings)
    last = max(1, -(-len(found) // ON_A_PAGE))
    page = min(wanted.page, last)
    return render_template(
        "manager/library.html",
        cluster=people.cluster(session, cluster_id),
        holdings=holdings,
        found=found,
        shown=found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        page=page,
        last=last,
        wanted=wanted,
        filters=[
            (key, name, sum(bool(belongs(h)) for h in holdings))
            for key, (name, belongs) in FILTERS.items()
        ],
        sorts=[(key, name) for key, (name, _key) in SORTS.items()],
        words={e.scheme.id: e.texts.in_language(language()) for e in catalogue()},
        used=queries.bytes_used(session, cluster_id),
        quota=settings().library_bytes,
        files=files or FilesForm.bounded(settings().upload_bytes, formdata=None),
        link=link or LinkForm.beside(formdata=None),
    )
