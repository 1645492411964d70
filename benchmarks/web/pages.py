"""Which pages are measured: every page of the house, and its lists narrowed, sorted and turned over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from assessment.db.models import (
    Assessment,
    Certificate,
    Cluster,
    Evidence,
    Membership,
    Seat,
    Submission,
)
from assessment.domain.workflow import State
from benchmarks.web.house import House
from benchmarks.web.visits import Person

LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    "secretariat": {
        "/secretariat": (
            "?state=waiting",
            "?state=in_review",
            "?state=awarded",
            "?q=Arctic",
            "?q=4",
            "?label=cluster-excellence.gold",
            "?country=FI",
            "?overdue=1",
            "?mine=1",
            "?since=2025-06-01&until=2027-01-01",
            "?sort=cluster",
            "?sort=-country",
            "?sort=label",
            "?sort=-state",
            "?sort=age",
            "?sort=-due",
            "?sort=submitted",
            "?page=400",
        ),
        "/secretariat/clusters": (
            "?q=Arctic",
            "?country=FI",
            "?label=cluster-excellence.gold",
            "?sort=-name",
            "?sort=-country",
            "?page=100",
        ),
        "/secretariat/people": ("?q=Example", "?role=owner", "?role=reviewer", "?page=100"),
        "/secretariat/reviewers": ("?q=Example", "?country=FI", "?sector=energy", "?state=free"),
        "/secretariat/calls": (),
        "/secretariat/portfolio": (),
        "/secretariat/agreement": (),
        "/secretariat/schemes": (),
        "/secretariat/several?do=remind&pick=4": (),
    },
    "reviewer.fi": {"/reviews": (), "/reviews/calibration": ()},
    "manager": {
        "/desk": (),
        "/tasks": (),
        "/register": (
            "?validity=all",
            "?validity=expired&sort=-region",
            "?q=Arctic",
            "?country=FI&sector=energy",
            "?label=cluster-excellence.gold&sort=until",
            "?validity=all&page=300",
        ),
    },
}
"""The lists by who reads them, each with ways to narrow, sort and turn it over."""
_AWAY = re.compile(r"^(static|bootstrap\.|security\.|account\.export|public\.set)|_file$")
"""Endpoints that are no pages of ours, and files of whole lists."""
_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
Numbers = dict[str, dict[str, object]]
"""What stands in the places of addresses, by who opens them."""


@dataclass(frozen=True)
class Page:
    """An address with places for numbers, and who opens it; `is_list` where it stands in `LISTS`."""

    who: str
    rule: str
    is_list: bool

    def address(self, known: Numbers) -> str | None:
        """The address with what is known in its places; None where something is not."""
        own = known[self.who]
        if any(not own.get(name) for name in _PLACE.findall(self.rule)):
            return None
        return _PLACE.sub(lambda part: str(own[part[1]]), self.rule)


def lists() -> Iterator[Page]:
    """The lists with all their ways."""
    for who, addresses in LISTS.items():
        for address, ways in addresses.items():
            yield Page(who, address, is_list=True)
            yield from (Page(who, address + way, is_list=True) for way in ways)


def pages(house: House) -> Iterator[Page]:
    """The lists, and every other page that somebody of the demonstration can open there."""
    found = {page.rule: page for page in lists()}
    yield from found.values()
    people = {who: Person(house.app, house.person(who)) for who in LISTS}
    known = numbers(house)
    for rule in house.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or _AWAY.search(rule.endpoint) or rule.rule in found:
            continue
        for who in _readers(rule.endpoint):
            page = Page(who, rule.rule, is_list=False)
            address = page.address(known)
            answer = people[who].ask(address) if address else None
            if answer and answer.status == 200 and answer.is_page:
                yield page
                break


def _readers(endpoint: str) -> tuple[str, ...]:
    """Who may open it, the likeliest first."""
    first = {"secretariat": "secretariat", "review": "reviewer.fi"}.get(endpoint.partition(".")[0])
    return (first,) if first else ("manager", "reviewer.fi", "secretariat")


def numbers(house: House) -> Numbers:
    """What these addresses are about: the demonstration's own clusters."""
    manager = house.person("manager").id
    with house.session() as session:
        own = session.scalars(
            select(Membership.cluster_id).where(Membership.user_id == manager)
        ).first()
        draft = session.scalars(
            select(Assessment)
            .where(Assessment.cluster_id == own, Assessment.state == State.DRAFT)
            .order_by(Assessment.id)
        ).first()
        piece = session.scalars(select(Evidence.id).where(Evidence.cluster_id == own)).first()
        token, public_id = session.execute(
            select(Certificate.token, Cluster.public_id)
            .join(Certificate.submission)
            .join(Submission.assessment)
            .join(Assessment.cluster)
            .order_by(Certificate.id)
        ).first() or (None, None)
        reviewed = house.submission_in(State.IN_REVIEW)
        under_review = session.get(Submission, reviewed)
        seat = session.scalars(select(Seat.id).where(Seat.submission_id == reviewed)).first()
    common = {
        "cluster_id": own,
        "number": own,
        "criterion_id": "committed-participation",
        "section_id": "structure",
        "scheme_id": "cluster-excellence",
        "label_id": "gold",
        "anchor_id": "mix-of-24",
        "kind": "clusters",
        "year": 2025,
        "user_id": house.person("reviewer.fi").id,
        "submission_id": reviewed,
        "seat_id": seat,
        "evidence_id": piece,
        "token": token,
        "public_id": public_id,
        "version": 1,
    }
    return {
        "secretariat": {**common, "submission_id": house.submission_in(State.ACCEPTED)},
        "reviewer.fi": {
            **common,
            "assessment_id": under_review.assessment_id if under_review else None,
        },
        "manager": {**common, "assessment_id": draft.id if draft else None},
    }
