"""The public register with what each label is worth today, and the figures over all of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from assessment.catalogue.loader import kept_edition
from assessment.db.queries import public_register, schemes
from assessment.db.queries.holders import by_validity
from assessment.db.queries.marks import marks
from assessment.db.queries.public_register import Group
from assessment.db.queries.shown_labels import HolderRow
from assessment.domain.public_profile import web_address
from assessment.domain.validity import Standing, Validity
from assessment.services.standing_figures import as_it_stands


@dataclass(frozen=True, slots=True)
class Register:
    """What the whole register has on a day: its groups, and the labels in force by country."""

    groups: tuple[Group, ...]

    @property
    def countries(self) -> frozenset[str]:
        return frozenset(group.country for group in self.groups)

    @property
    def labels(self) -> frozenset[tuple[str, str]]:
        """Schemes and labels."""
        return frozenset((group.scheme_id, group.label_id) for group in self.groups)

    def regions(self, country: str = "") -> frozenset[str]:
        """The regions of clusters, of all countries or of one."""
        return frozenset(
            group.region for group in self.groups if group.region and country in ("", group.country)
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many labels there are of each validity."""
        numbers: Counter[str] = Counter()
        for group in self.groups:
            numbers[group.standing] += group.number
        return by_validity(numbers)

    @property
    def in_force(self) -> Mapping[str, Counter[tuple[str, str]]]:
        """The labels that hold on the day by country: how many of each scheme and label."""
        found: dict[str, Counter[tuple[str, str]]] = {}
        for group in self.groups:
            if group.standing.is_in_force:
                counts = found.setdefault(group.country, Counter())
                counts[group.scheme_id, group.label_id] += group.number
        return found


def read_register(session: Session, day: date) -> Register:
    """What the register has, counted once for each state of the record."""
    return as_it_stands(
        session, ("register", day), lambda: Register(tuple(public_register.groups(session, day)))
    )


def register_mark(session: Session) -> str:
    """What tells one state of the register from another, whatever is asked of it on a day."""
    return ".".join(str(mark) for mark in marks(session))


def with_standing(session: Session, rows: Iterable[HolderRow], day: date) -> list[HolderRow]:
    """The rows with what each is worth on the day, by the rules under which it was awarded: of what has
    ended also whether it can still be renewed. An address that leads to no page of the web is left out.
    """
    late: dict[str, Mapping[str, int | None]] = {}
    return [
        replace(
            row,
            website=web_address(row.website),
            standing=_standing(session, row, day, late),
        )
        for row in rows
    ]


def _standing(
    session: Session, row: HolderRow, day: date, late: dict[str, Mapping[str, int | None]]
) -> Standing:
    if row.standing is not Standing.EXPIRED or not row.rules:
        return row.standing
    if row.rules not in late:
        late[row.rules] = _months_late(session, row.rules)
    return Validity(row.first, row.until).standing(day, late[row.rules].get(row.label_id))


def _months_late(session: Session, digest: str) -> Mapping[str, int | None]:
    """How many months after its end a label of these rules may be renewed; None where none may."""
    edition = kept_edition(digest, lambda: schemes.edition(session, digest).files)
    return {
        label.id: label.renewal.months_late if label.renewal else None for label in edition.scheme
    }
