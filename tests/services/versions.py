"""A small scheme in several versions, and the changes files between them."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition, load_edition
from assessment.catalogue.schema import ChangesFile
from assessment.db.models import Assessment, Publication
from assessment.services.assessments import open_assessment
from assessment.services.publishing import publish
from tests.building import NOON, World
from tests.catalogue.building import Change, make_files

SECOND: Change = ("scheme.yaml", 'version: "1"', 'version: "2"')
THIRD: Change = ("scheme.yaml", 'version: "1"', 'version: "3"')


def make_edition(*changes: Change) -> Edition:
    """The small scheme `regional` with the changes made: gold asks `team` (4) and `money` (6)."""
    return load_edition(make_files(*changes))


def make_changes(earlier: str = "1", later: str = "2", **criteria: Any) -> ChangesFile:
    """A changes file: `team="clarified"` or `team={"class": "split", "into": [...]}`."""
    entries = {
        key: {"class": value} if isinstance(value, str) else value
        for key, value in criteria.items()
    }
    return ChangesFile.model_validate({"from": earlier, "to": later, "criteria": entries})


def without_money() -> Edition:
    """The second version, in which gold asks `team` alone."""
    texts = {
        "en": "  finance: {title: Finance, intro: What from.}\n",
        "fi": "  finance: {title: Rahoitus, intro: Mistä.}\n",
    }
    return make_edition(
        SECOND,
        ("gold.yaml", "threshold: 7", "threshold: 3"),
        (
            "gold.yaml",
            "  - id: finance\n    criteria:\n      - {id: money, points: 6}\n",
            "",
        ),
        ("criteria.yaml", "  - id: money\n", "  - id: money\n    status: retired\n"),
        *((f"texts/{language}.yaml", text, "") for language, text in texts.items()),
    )


def with_two_teams(*more: Change) -> Edition:
    """The second version, in which `team` has become `team` and `skills`."""
    wording = {
        "en": "  skills:\n    title: Skills\n    question: What?\n    why: Work.\n"
        "    evidence: A list.\n    levels: {0: None., 1: Some., 2: Many.}\n",
        "fi": "  skills:\n    title: Taidot\n    question: Mitä?\n    why: Työ.\n"
        "    evidence: Luettelo.\n    levels: {0: Ei., 1: Jotain., 2: Paljon.}\n",
    }
    return make_edition(
        SECOND,
        ("criteria.yaml", "  - id: money\n", "  - id: skills\n  - id: money\n"),
        (
            "gold.yaml",
            "      - {id: team, points: 4, minimum: 1}\n",
            "      - {id: team, points: 2, minimum: 1}\n      - {id: skills, points: 2}\n",
        ),
        *(
            (f"texts/{language}.yaml", "criteria:\n", f"criteria:\n{text}")
            for language, text in wording.items()
        ),
        *more,
    )


def put_into_force(
    session: Session,
    edition: Edition,
    *changes: ChangesFile,
    author: str = "Editor",
    actor_id: int | None = None,
    at: datetime = NOON,
) -> Publication:
    return publish(
        session, edition, changes, author=author, actor_id=actor_id, at=at, note="Clearer."
    )


def open_first_draft(session: Session, world: World) -> Assessment:
    """A gold draft of the world's cluster under the first version, which this puts into force."""
    edition = make_edition()
    put_into_force(session, edition)
    return open_draft(session, world, edition)


def open_draft(session: Session, world: World, edition: Edition) -> Assessment:
    """A gold draft of the world's cluster under an edition that is in force."""
    return open_assessment(
        session,
        cluster_id=world.cluster.id,
        edition=edition,
        label=edition.scheme.label("gold"),
        actor_id=world.owner.id,
        at=NOON,
    )
