"""The desk of a cluster manager, and a cluster's own page."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessment.db.base import now
from assessment.db.queries import assessments, dated_steps, outcomes, people
from assessment.db.queries import clusters as cluster_queries
from assessment.domain.policy import Action
from assessment.domain.workflow import State
from assessment.services.assessments import open_assessment
from assessment.services.desk import MOST_DETAILED, read_desk
from assessment.services.renewing import awards_of, renewable, renewal_drafts
from assessment.services.worksheets import read_worksheets
from assessment.web.access import access, current_user_id
from assessment.web.context import catalogue
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/desk")
@access(Action.USE_ACCOUNT)
def desk() -> ResponseReturnValue:
    """Every cluster that the person works on, with its labels and what is open."""
    session = current_session()
    memberships = people.memberships_of(session, current_user_id())
    found = read_desk(session, memberships, catalogue(), now())
    return render_template(
        "manager/desk.html",
        steps=found.steps,
        renewals=found.renewals,
        blocks=found.blocks[:MOST_DETAILED],
        others=found.blocks[MOST_DETAILED:],
        offers=_offers(),
    )


@pages.get("/clusters/<int:cluster_id>")
@access(Action.SEE_CLUSTER, subject="cluster_id")
def cluster(cluster_id: int) -> ResponseReturnValue:
    """A cluster's facts and its assessments."""
    session = current_session()
    rows = dated_steps.assessments_of(session, [cluster_id])
    found = [of for of, _is_renewal, _step in rows]
    submitted = frozenset(of.id for of, is_renewal, _step in rows if is_renewal)
    drafts = [each for each in found if each.state == State.DRAFT]
    certificates = outcomes.certificates_of_clusters(session, [cluster_id])
    told = cluster_queries.profiles_and_earlier_labels(session, [cluster_id])
    worksheets = read_worksheets(session, drafts, catalogue(), now(), certificates, told)
    awards = awards_of(certificates, told[1])
    return render_template(
        "manager/cluster.html",
        cluster=people.cluster(session, cluster_id),
        assessments=found,
        progress={key: own.progress for key, own in worksheets.items()},
        changed=assessments.last_changes(session, found),
        certificates=certificates,
        renewable=renewable(awards, cluster_id, found, catalogue(), now()),
        renewals=submitted | renewal_drafts(awards, drafts, catalogue(), now()),
        earlier=told[1],
        offers=_offers(),
    )


@pages.post("/clusters/<int:cluster_id>/assessments/<scheme_id>/<label_id>")
@access(Action.OPEN_ASSESSMENT, subject="cluster_id")
def start_assessment(cluster_id: int, scheme_id: str, label_id: str) -> ResponseReturnValue:
    """Opens the cluster's assessment for a label, or leads to the one that is open."""
    try:
        edition = catalogue().edition(scheme_id)
        label = edition.scheme.label(label_id)
    except KeyError:
        abort(404)
    opened = open_assessment(
        current_session(),
        cluster_id=cluster_id,
        edition=edition,
        label=label,
        actor_id=current_user_id(),
        at=now(),
    )
    return redirect(url_for("manager.assessment", assessment_id=opened.id), 303)


def _offers() -> dict[tuple[str, str], dict[str, object]]:
    """Every label on offer by scheme and label id, with its wording."""
    return {
        (edition.scheme.id, label.id): {
            "label": label,
            "words": edition.texts.in_language(language()),
        }
        for edition in catalogue()
        for label in edition.scheme
    }
