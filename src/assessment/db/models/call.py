"""Calls for applications, with the days on which they are open."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessment.db.base import Base, Code, Key, LongText, Name, now


class Call(Base):
    """A call for some labels of a scheme, open on its days at home, the first and the last included.

    `labels` are their ids; from `closed_on` on one that was closed early takes nothing.
    """

    __tablename__ = "calls"

    id: Mapped[Key]
    scheme_id: Mapped[Code]
    labels: Mapped[list[str]]
    title: Mapped[Name]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    closed_on: Mapped[date | None]
    note: Mapped[LongText] = mapped_column(default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
