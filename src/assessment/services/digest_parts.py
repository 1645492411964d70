"""All that one digest tells a person, by the topics that they want in it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.db.models import KeptMail, User
from assessment.db.queries import mail_choices as queries
from assessment.domain.mail_topics import Audience, Topic, Way, way_taken
from assessment.services.digest_lines import Lines, Period
from assessment.services.mail_choices import audiences_of, chosen_ways
from assessment.services.news import News, Reader
from assessment.services.office_news import OfficeReader
from assessment.services.review_news import ReviewReader

NOTHING = Lines()


@dataclass(frozen=True, slots=True)
class Digest:
    """The parts of a digest: mail that was kept for it, the teams, the reviews, the applications."""

    kept: tuple[KeptMail, ...]
    news: News
    reviews: Lines
    office: Lines
    audiences: frozenset[Audience]

    @property
    def is_worth_a_mail(self) -> bool:
        parts = (self.news, self.reviews, self.office)
        return bool(self.kept) or any(part.is_worth_a_mail for part in parts)

    @property
    def is_of_teams_alone(self) -> bool:
        lines = (self.reviews, self.office)
        return not self.kept and not any(part.news or part.waiting or part.late for part in lines)


def read_digest(
    session: Session, person: User, catalogue: Catalogue, since: datetime, until: datetime,
    at: datetime,
) -> Digest:  # fmt: skip
    """What is new after `since` and up to `until`, in a number of queries that does not grow with it."""
    chosen = chosen_ways(session, person.id)
    audiences = audiences_of(session, person)
    wanted = {t for t in Topic if way_taken(t, chosen.get(t), has_digest=True) is Way.DIGEST}
    period = Period(since, until, at)
    is_told = Topic.OVERVIEW in wanted
    about = (session, person, catalogue)
    return Digest(
        kept=tuple(queries.kept_for(session, person.id)),
        news=_wanted(Reader(*about, since, until, at).read(), wanted),
        reviews=ReviewReader(*about, period).read()
        if is_told and Audience.REVIEWER in audiences
        else NOTHING,
        office=OfficeReader(*about, period).read()
        if is_told and Audience.SECRETARIAT in audiences
        else NOTHING,
        audiences=audiences,
    )


def _wanted(news: News, topics: set[Topic]) -> News:
    """The news of the teams without what the person does not want to read."""
    if Topic.COMMENTS not in topics:
        news = replace(news, mentions=(), comments=())
    if Topic.TASKS not in topics:
        news = replace(news, assigned=(), pressing=(), has_pressed=False)
    return news if Topic.TEAM in topics else replace(news, steps=())
