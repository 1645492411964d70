"""The floor: the least Flask, SQLAlchemy and Flask-Login application with the same selects.

It asks the same queries as the product (the product's own functions, so that they stay the same),
shows the same criteria with the same wording and answers in plain inputs, and saves an answer with the
same upsert. It has no forms library, no translation, no score, no policy, no checks, no compression
and no headers: what the product takes longer is what these cost.
"""

import os
from types import SimpleNamespace
from typing import Any

from flask import Flask, g, jsonify, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import load_catalogue
from assessment.db.base import now
from assessment.db.models import Answer, User
from assessment.db.queries import assessments, clusters, relations, schemes
from assessment.db.session import make_engine, open_session
from assessment.resources import CRITERIA
from assessment.services.answering import version_of
from assessment.services.sessions import Visitor, begin_session, find_session

PAGE = """<!doctype html>
<html lang="en"><head><title>{{ words.sections[section.id].title }}</title></head><body>
<h1>{{ words.sections[section.id].title }}</h1>
<p>{{ assessment.cluster.name }}, {{ held|length }} labels held, {{ user.name }}</p>
{% for criterion in section.criteria %}
{% set text = words.criteria[criterion.id] %}
{% set answer = answers.get(criterion.id) %}
<h2>{{ criterion.number }} {{ text.title }}</h2>
<p>{{ text.question }}</p><p>{{ text.why }}</p><p>{{ text.evidence }}</p>
<form method="post" action="/assessments/{{ assessment.id }}/criteria/{{ criterion.id }}">
<input type="hidden" name="version" value="{{ answer.version if answer else 0 }}">
{% for question in criterion.questions %}
{% set asked = text.questions[question.id] %}
<label>{{ asked.label }} {{ asked.help or "" }}
<input name="q-{{ question.id }}"
 value="{{ answer['values'].get(question.id, '') if answer else '' }}"></label>
{% endfor %}
{% if criterion.is_rated %}{% for level in criterion.scale.levels %}
<label><input type="radio" name="level" value="{{ level }}"
{%- if answer and answer.level == level %} checked{% endif %}>
{{ level }} {{ text.levels.get(level, '') }}</label>
{% endfor %}{% endif %}
<textarea name="justification">{{ answer.justification if answer else '' }}</textarea>
<ul>{% for item in evidence.get(criterion.id, []) %}<li>{{ item.title }}</li>{% endfor %}</ul>
<button>Save</button></form>
{% endfor %}
</body></html>"""

app = Flask("floor")
app.secret_key = os.environ["FLOOR_KEY"]
login = LoginManager(app)
engine = make_engine(os.environ["FLOOR_DATABASE"])
edition = load_catalogue(CRITERIA).edition("cluster-excellence")
words = edition.texts.in_language("en")


class Person(UserMixin):  # type: ignore[misc]
    """Who signed in, as Flask-Login wants to see them: by the key of their session."""

    def __init__(self, user: User, key: str) -> None:
        self.user, self.key = user, key

    def get_id(self) -> str:
        return self.key


def session() -> Session:
    """The session of this request."""
    if "session" not in g:
        g.session = open_session(engine, writes=request.method == "POST")
    return g.session


@app.teardown_appcontext
def close(_error: object) -> None:
    if "session" in g:
        g.session.close()


@login.user_loader
def load(key: str) -> Person | None:
    found = find_session(session(), key, now())
    return Person(found.person, key) if found else None


@app.post("/login")
def sign_in() -> ResponseReturnValue:
    """Signs in by the address alone: passwords are not measured here."""
    user = session().scalar(select(User).where(User.email == request.form["email"]))
    assert user is not None  # noqa: S101 (the benchmark made the account)
    nowhere = Visitor("", "", "")
    key = begin_session(session(), user.id, nowhere, is_remembered=False, at=now())
    session().commit()
    login_user(Person(user, key))
    return "", 204


def desk(assessment_id: int) -> SimpleNamespace:
    """The selects with which every page of the questionnaire begins."""
    user = current_user.user
    assessment = relations.to_assessment(session(), user.id, assessment_id).assessment
    schemes.publications_in_force(session())
    cluster_id, scheme_id = assessment.cluster_id, assessment.scheme_id
    return SimpleNamespace(
        user=user,
        assessment=assessment,
        answers=assessments.answers(session(), assessment_id),
        evidence=assessments.attached_evidence(session(), assessment_id),
        held=clusters.profile_and_labels_held(session(), cluster_id, scheme_id)[1],
    )


@app.get("/assessments/<int:assessment_id>/sections/<section_id>")
@login_required
def section(assessment_id: int, section_id: str) -> ResponseReturnValue:
    found = desk(assessment_id)
    label = edition.scheme.label(found.assessment.label_id)
    shown = next(each for each in label.sections if each.id == section_id)
    return render_template_string(PAGE, section=shown, words=words, **vars(found))


@app.post("/assessments/<int:assessment_id>/criteria/<criterion_id>")
@login_required
def save(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    desk(assessment_id)
    sheet = assessments.draft_for_change(session(), assessment_id).sheet
    saved = assessments.answer_for_change(session(), sheet.id, criterion_id)
    if saved is None:
        saved = Answer(sheet_id=sheet.id, criterion_id=criterion_id, values={}, version=0)
        session().add(saved)
    elif saved.version != request.form.get("version", 0, int):
        return jsonify(version=saved.version), 409
    for name, value in written(request.form).items():
        setattr(saved, name, value)
    saved.version += 1
    saved.saved_by, saved.saved_at = current_user.user.id, now()
    session().flush()
    session().add(version_of(saved, saved.saved_at))
    session().commit()
    return jsonify(saved=saved.saved_at.isoformat(), version=saved.version)


def written(form: Any) -> dict[str, Any]:
    """The columns that a form writes, taken as they come."""
    return {
        "level": form.get("level", None, int),
        "justification": form.get("justification", ""),
        "is_answered": True,
    }
