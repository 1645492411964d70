"""Clusters, people and earlier labels from a file: checked row by row, then taken over all at once."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.db.models import Cluster, EarlierLabel, RegisterImport, User
from assessment.db.queries import cluster_names, events, register
from assessment.domain.errors import DomainError
from assessment.domain.letters import not_for_names
from assessment.domain.lookalikes import look_of
from assessment.domain.names import name_fault
from assessment.reports.regions import find_region
from assessment.services.accounts import Office, invite_person
from assessment.services.mail import Mailing

GOOD_FOR = timedelta(hours=24)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FINNISH_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_WEBSITE = re.compile(r"(https?://)?[^\s/.]+(\.[^\s/.]+)+(/\S*)?", re.IGNORECASE)
_LONGEST = 200


class Kind(StrEnum):
    """What a file brings."""

    CLUSTERS = "clusters"
    PEOPLE = "people"
    LABELS = "labels"


COLUMNS: Mapping[Kind, Sequence[str]] = {
    Kind.CLUSTERS: ("name", "organisation", "country", "region", "website"),
    Kind.PEOPLE: ("name", "email", "role", "country", "organisation", "language"),
    Kind.LABELS: ("cluster", "scheme", "label", "number", "valid_from", "valid_until"),
}
"""The columns of each kind, by their keys; the first line of a file has their names."""
NEEDED: Mapping[Kind, frozenset[str]] = {
    Kind.CLUSTERS: frozenset({"name", "country"}),
    Kind.PEOPLE: frozenset({"name", "email", "role"}),
    Kind.LABELS: frozenset({"cluster", "label", "valid_from", "valid_until"}),
}


class MissingColumns(DomainError):
    """The file lacks columns that it must have; `names` are their keys."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class StillFaulty(DomainError):
    """Rows have faults, so nothing is taken over."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A row with its number in the file, its faults by column, and whether it is known already."""

    number: int
    values: Mapping[str, str]
    faults: Mapping[str, str]
    is_known: bool = False

    @property
    def is_new(self) -> bool:
        return not self.faults and not self.is_known


def rows_by_column(
    kind: Kind, table: Sequence[Sequence[str]], names: Mapping[str, str]
) -> list[dict[str, str]]:
    """The rows of a table by the keys of their columns; `names` are the heads in small letters.

    Raises `MissingColumns`.
    """
    heads = [names.get(head.casefold().strip(), "") for head in table[0]] if table else []
    missing = [key for key in COLUMNS[kind] if key in NEEDED[kind] and key not in heads]
    if missing:
        raise MissingColumns(missing)
    found = []
    for number, row in enumerate(table[1:], 2):
        told = {key: value for key, value in zip(heads, row, strict=False) if key}
        if any(told.values()):
            found.append({**told, "row": str(number)})
    return found


def keep_import(
    session: Session,
    *,
    kind: Kind,
    filename: str,
    rows: list[dict[str, str]],
    actor_id: int,
    at: datetime,
) -> RegisterImport:
    """Keeps the rows until they are taken over, for a day at most. Nothing else is written."""
    register.forget_old_imports(session, at)
    kept = RegisterImport(
        kind=kind,
        filename=filename[:300],
        rows=[dict(row) for row in rows],
        uploaded_by=actor_id,
        uploaded_at=at,
        expires_at=at + GOOD_FOR,
    )
    session.add(kept)
    session.flush()
    return kept


def check_rows(
    session: Session,
    kind: Kind,
    rows: Sequence[Mapping[str, str]],
    catalogue: Catalogue,
    countries: Mapping[str, str],
    roles: Mapping[str, str],
    languages: Mapping[str, str],
) -> list[Checked]:
    """Every row with its faults; those that are known by name or address are marked.

    `countries`, `roles` and `languages` lead from what people write, in small letters, to codes.
    """
    checking = _Checking(session, catalogue, countries, roles, languages)
    check = {
        Kind.CLUSTERS: checking.cluster,
        Kind.PEOPLE: checking.person,
        Kind.LABELS: checking.label,
    }[kind]
    return [check(int(row["row"]), row) for row in rows]


class _Checking:
    """What is known, read once; grows by what the file brings."""

    def __init__(
        self,
        session: Session,
        catalogue: Catalogue,
        countries: Mapping[str, str],
        roles: Mapping[str, str],
        languages: Mapping[str, str],
    ) -> None:
        self.catalogue, self.countries = catalogue, countries
        self.roles, self.languages = roles, languages
        self.names = register.names_known(session)
        self.looks = cluster_names.looks(session)
        self.addresses = register.addresses_known(session)
        self.earlier = register.earlier_known(session)

    def cluster(self, number: int, row: Mapping[str, str]) -> Checked:
        faults = _lacks(row, Kind.CLUSTERS)
        name = " ".join(row.get("name", "").split())
        country = self._country(row, faults)
        values = {**_texts(row, Kind.CLUSTERS), "name": name, "country": country}
        _too_long(values, faults)
        if values["region"]:
            region = find_region(values["region"], country)
            values["region"] = region.code if region else values["region"]
            if region is None:
                faults["region"] = "region"
        website = values["website"]
        if website and not _WEBSITE.fullmatch(website):
            faults["website"] = "website"
        elif website and not website.startswith(("https://", "http://")):
            values["website"] = f"https://{website}"
        is_known = name.lower() in self.names
        if not is_known:
            self._name_faults(values, faults)
        if not faults:
            self.names.setdefault(name.lower(), 0)
            self.looks.setdefault(look_of(name), name)
        return Checked(number, values, faults, is_known)

    def _name_faults(self, values: Mapping[str, str], faults: dict[str, str]) -> None:
        for key in ("name", "organisation"):
            fault = name_fault(values[key])
            if fault is not None:
                faults.setdefault(key, fault.value)
            elif not_for_names(values[key]):
                faults.setdefault(key, "odd")
        if look_of(values["name"]) in self.looks:
            faults.setdefault("name", "alike")

    def person(self, number: int, row: Mapping[str, str]) -> Checked:
        faults = _lacks(row, Kind.PEOPLE)
        values = _texts(row, Kind.PEOPLE)
        values["country"] = self._country(row, faults)
        email = values.get("email", "")
        if email and (not _EMAIL.fullmatch(email) or len(email) > 254):
            faults["email"] = "email"
        role = self.roles.get(values.get("role", "").casefold(), "")
        if values.get("role") and not role:
            faults["role"] = "role"
        language = self.languages.get(values["language"].casefold() or "en", "")
        if not language:
            faults["language"] = "language"
        values |= {"role": role or values["role"], "language": language or values["language"]}
        _too_long(values, faults)
        is_known = email.lower() in self.addresses
        if not faults:
            self.addresses.add(email.lower())
        return Checked(number, values, faults, is_known)

    def label(self, number: int, row: Mapping[str, str]) -> Checked:
        faults = _lacks(row, Kind.LABELS)
        values = _texts(row, Kind.LABELS)
        cluster_id = self.names.get(" ".join(values.get("cluster", "").lower().split()))
        if values.get("cluster") and not cluster_id:
            faults["cluster"] = "cluster"
        scheme = values.get("scheme") or next(iter(self.catalogue.editions))
        edition = self.catalogue.editions.get(scheme)
        if edition is None:
            faults["scheme"] = "scheme"
        elif values.get("label") and values["label"] not in {label.id for label in edition.scheme}:
            faults["label"] = "label"
        days = {key: _day(values.get(key, "")) for key in ("valid_from", "valid_until")}
        for key, day in days.items():
            if values.get(key) and day is None:
                faults[key] = "day"
        first, last = days["valid_from"], days["valid_until"]
        if first and last and last < first:
            faults["valid_until"] = "order"
        values |= {key: day.isoformat() for key, day in days.items() if day}
        values |= {"scheme": scheme, "cluster_id": str(cluster_id or "")}
        is_known = False
        if not faults and first and cluster_id:
            place = (cluster_id, scheme, values["label"], first)
            is_known = place in self.earlier
            self.earlier.add(place)
        return Checked(number, values, faults, is_known)

    def _country(self, row: Mapping[str, str], faults: dict[str, str]) -> str:
        said = row.get("country", "")
        code = self.countries.get(said.casefold(), "")
        if said and not code:
            faults["country"] = "country"
        return code or said


def _lacks(row: Mapping[str, str], kind: Kind) -> dict[str, str]:
    return {key: "missing" for key in COLUMNS[kind] if key in NEEDED[kind] and not row.get(key)}


def _texts(row: Mapping[str, str], kind: Kind) -> dict[str, str]:
    return {key: row.get(key, "") for key in COLUMNS[kind]}


def _too_long(values: Mapping[str, str], faults: dict[str, str]) -> None:
    for key, value in values.items():
        if len(value) > (500 if key == "website" else _LONGEST):
            faults.setdefault(key, "too_long")


def _day(text: str) -> date | None:
    finnish = _FINNISH_DAY.fullmatch(text)
    try:
        if finnish:
            return date(int(finnish[3]), int(finnish[2]), int(finnish[1]))
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def take_over(
    session: Session,
    kept: RegisterImport,
    checked: Sequence[Checked],
    *,
    invites: bool,
    days: int,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> int:
    """Writes every new row, all in one unit of work, and says how many. Raises `StillFaulty`.

    People are invited by mail, or get an account without a password, for which they can ask.
    """
    if any(row.faults for row in checked):
        raise StillFaulty
    new = [row for row in checked if row.is_new]
    if kept.kind == Kind.LABELS:
        events.head_for_change(session)  # labels are numbered in the order of commits, see `marks`
    for row in new:
        if kept.kind == Kind.CLUSTERS:
            session.add(Cluster(**row.values, created_at=at))
        elif kept.kind == Kind.LABELS:
            session.add(_label(row, actor_id, at))
        elif invites:
            invite_person(
                session,
                email=row.values["email"],
                name=row.values["name"],
                role=Office(row.values["role"]),
                cluster_id=None,
                language=row.values["language"],
                days=days,
                actor_id=actor_id,
                at=at,
                mailing=mailing,
            )
        else:
            session.add(_account(row, at))
    session.delete(kept)
    session.flush()
    return len(new)


def _label(row: Checked, actor_id: int, at: datetime) -> EarlierLabel:
    told = row.values
    return EarlierLabel(
        cluster_id=int(told["cluster_id"]),
        scheme_id=told["scheme"],
        label_id=told["label"],
        number=told["number"][:80],
        valid_from=date.fromisoformat(told["valid_from"]),
        valid_until=date.fromisoformat(told["valid_until"]),
        recorded_by=actor_id,
        recorded_at=at,
    )


def _account(row: Checked, at: datetime) -> User:
    told = row.values
    return User(
        email=told["email"],
        name=told["name"],
        country=told["country"],
        organisation=told["organisation"],
        language=told["language"],
        is_reviewer=told["role"] == Office.REVIEWER,
        is_secretariat=told["role"] == Office.SECRETARIAT,
        fs_uniquifier=secrets.token_hex(32),
        created_at=at,
    )
