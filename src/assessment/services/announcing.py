"""Mail about an application: whose it is, and for which label, in each reader's language."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Assessment, User
from assessment.services.mail import Mailing


def announce(
    session: Session,
    mailing: Mailing,
    people: Iterable[User],
    kind: str,
    path: str,
    *,
    assessment: Assessment,
    edition: Edition | None,
    **facts: Any,
) -> None:
    """A mail of that kind to each of them, with one link; `facts` are what else it says."""
    for person in people:
        told = {**about(assessment, edition, person), **facts}
        mailing.queue(session, person, kind, path, told)


def about(assessment: Assessment, edition: Edition | None, person: User) -> dict[str, Any]:
    """The application in a mail's words: the cluster, and in their language the titles of the label
    and of its holder's duties; the label's id where the rules do not have it any more."""
    words = edition.texts.in_language(person.language) if edition else None
    known = words.labels.get(assessment.label_id) if words else None
    return {
        "cluster": assessment.cluster.name,
        "label": known.title if known else assessment.label_id,
        "duties": {key: texts.title for key, texts in words.duties.items()} if words else {},
    }
