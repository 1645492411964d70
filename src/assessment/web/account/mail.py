"""Which mail somebody gets and how, and ending it from the mail without signing in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.domain.digest import Rhythm
from assessment.domain.mail_topics import Way
from assessment.domain.policy import Action
from assessment.services.digest_choices import choose_rhythm, rhythm_of, stop_topic
from assessment.services.mail_choices import choices_offered, choose_ways
from assessment.services.stopping import stop_of_token
from assessment.web.access import access, current_user_id
from assessment.web.account.blueprint import pages
from assessment.web.account.context import own_account
from assessment.web.context import mailing, settings
from assessment.web.forms.account import MailForm, mail_form_class
from assessment.web.mail_words import TOPICS
from assessment.web.transactions import current_session


def _form() -> MailForm:
    """The topics that concern the person, filled with their choice."""
    offered = choices_offered(current_session(), own_account())
    rhythm = rhythm_of(current_session(), current_user_id())
    chosen = {topic.value: way.value for topic, way in offered.items()}
    return mail_form_class(tuple(offered))(rhythm=rhythm.value, **chosen)


@pages.route("/account/mail", methods=["GET", "POST"])
@access(Action.USE_ACCOUNT)
def mail() -> ResponseReturnValue:
    """How often the digest comes, and by which way each topic."""
    form = _form()
    if form.validate_on_submit():
        rhythm = Rhythm(form.rhythm.data)
        choose_rhythm(current_session(), current_user_id(), rhythm, now(), mailing())
        ways = {topic: Way(form[topic].data) for topic in form.topics}
        choose_ways(current_session(), current_user_id(), ways)
        flash(_("Saved."), "success")
        return redirect(url_for("account.mail"), 303)
    page = render_template("account/mail.html", form=form)
    return page, 422 if form.errors else 200


@pages.route("/mail/stop/<token>", methods=["GET", "POST"])
@access(Action.SEE_PUBLIC_PAGE)
def stop_mail(token: str) -> ResponseReturnValue:
    """Ends the digest, or the mail on one topic, for whoever the link was sent to.

    Asked by GET, done by POST (RFC 8058).
    """
    stop = stop_of_token(current_session(), settings().secret_key, token)
    if stop is None:
        return render_template("account/mail_stop.html", stop=None, is_done=False), 404
    is_done = request.method == "POST"
    if is_done:
        stop_topic(current_session(), stop, now(), mailing())
    topic = TOPICS[stop.topic]
    return render_template("account/mail_stop.html", stop=stop, topic=topic, is_done=is_done)
