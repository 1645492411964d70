"""Clusters, who works on them, and invitations to join."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from assessment.db.base import Base, Code, Digest, Key, LongText, Name, now
from assessment.db.models.person import User
from assessment.domain.lookalikes import look_of
from assessment.domain.public_profile import USUAL_PARTS

_LETTERS = "abcdefghjkmnpqrstvwxyz"
_SIGNS = _LETTERS + "23456789"


def new_public_id() -> str:
    """A cluster's public address: random, so that nobody counts clusters by it, and never a number."""
    return secrets.choice(_LETTERS) + "".join(secrets.choice(_SIGNS) for _ in range(11))


def usual_parts() -> list[str]:
    """What of a cluster is public until its owner chooses otherwise."""
    return [part.value for part in USUAL_PARTS]


class Cluster(Base):
    """A cluster as it presents itself (`assessment.domain.clusters.ClusterFacts`).

    `name_look` is how its name looks (`assessment.domain.lookalikes`), by which names that look alike are
    found; it follows the name. `version` counts how often its facts were saved. `public_id` is the address
    of its public page, and `public_parts` what its owner opened to the public there
    (`assessment.domain.public_profile`).
    """

    __tablename__ = "clusters"
    __table_args__ = (Index("ix_clusters_country_name", "country", "name"),)

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)
    name_look: Mapped[Digest] = mapped_column(index=True, default="")
    organisation: Mapped[Name] = mapped_column(default="")
    country: Mapped[str] = mapped_column(String(2))
    region: Mapped[str] = mapped_column(String(5), default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[LongText] = mapped_column(default="")
    description_local: Mapped[LongText] = mapped_column(default="")
    local_language: Mapped[str] = mapped_column(String(8), default="")
    founded: Mapped[date | None]
    legal_form: Mapped[Code] = mapped_column(default="")
    eccp_address: Mapped[str] = mapped_column(String(500), default="")
    sectors: Mapped[list[str]] = mapped_column(default=list)
    priorities: Mapped[list[str]] = mapped_column(default=list)
    networks: Mapped[list[str]] = mapped_column(default=list)
    other_networks: Mapped[str] = mapped_column(String(500), default="")
    contact_name: Mapped[Name] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(50), default="")
    version: Mapped[int] = mapped_column(default=0)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    public_parts: Mapped[list[str]] = mapped_column(default=usual_parts)
    created_at: Mapped[datetime] = mapped_column(default=now)

    memberships: Mapped[list["Membership"]] = relationship(lazy="raise", back_populates="cluster")

    @validates("name")
    def _look(self, _key: str, name: str) -> str:
        self.name_look = look_of(name)
        return name


class ClusterYear(Base):
    """The figures of a cluster for one year: `figures` by their names, as plain JSON."""

    __tablename__ = "cluster_years"

    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    figures: Mapped[dict[str, str]]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ClusterChange(Base):
    """Who changed what of a cluster's profile: its facts, or the figures of a `year`.

    `changes` has for each name what stood there before and what stands there after, as plain JSON.
    """

    __tablename__ = "cluster_changes"

    id: Mapped[Key]
    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id"), index=True)
    year: Mapped[int | None]
    changes: Mapped[dict[str, Any]]
    changed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")


class Profile(Base):
    """What a cluster says about itself in the words of one scheme, for eligibility and conditions.

    `values` are the answers to the scheme's profile questions by their ids, as plain JSON.
    """

    __tablename__ = "profiles"

    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id"), primary_key=True)
    scheme_id: Mapped[Code] = mapped_column(primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column()
    saved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class EarlierLabel(Base):
    """A label that a cluster was awarded elsewhere, or before this system; recorded by hand.

    It counts as held from `valid_from` to `valid_until`, both included.
    """

    __tablename__ = "earlier_labels"
    __table_args__ = (UniqueConstraint("cluster_id", "scheme_id", "label_id", "valid_from"),)

    id: Mapped[Key]
    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id"))
    scheme_id: Mapped[Code]
    label_id: Mapped[Code]
    number: Mapped[Code] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=now)


class Membership(Base):
    """A person's role on a cluster: owner, editor or viewer."""

    __tablename__ = "memberships"

    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    role: Mapped[Code]

    cluster: Mapped[Cluster] = relationship(lazy="raise", back_populates="memberships")
    user: Mapped[User] = relationship(lazy="raise")


class Invitation(Base):
    """An invitation by mail. Only the digest of its token is kept; it is used once or expires.

    `role` is `secretariat`, `reviewer`, or a cluster role together with `cluster_id`; `note` is a
    line of the inviter's own in the mail.
    """

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("token_digest"),)

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[Name]
    role: Mapped[Code]
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("clusters.id"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(String(300), default="")
    token_digest: Mapped[Digest]
    invited_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    invited_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    cluster: Mapped[Cluster | None] = relationship(lazy="raise")
