"""The forms of people's own accounts."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the published types lag behind
    BooleanField,
    Field,
    Form,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, EqualTo, ValidationError

from assessment.domain.digest import Rhythm
from assessment.domain.mail_topics import CHOICES, Topic
from assessment.services.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD
from assessment.services.passwords import PasswordFault, password_fault
from assessment.web.forms.fields import at_most, one_line, options, without_address
from assessment.web.language import LANGUAGES
from assessment.web.mail_words import EXPLAINED, TOPICS, WAYS

LONGEST_PASSKEY_NAME = 64

_CODE_INPUT = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


_FAULTS = {
    PasswordFault.TOO_SHORT: _l("Use at least %(number)s characters.", number=SHORTEST_PASSWORD),
    PasswordFault.TOO_LONG: _l("Use at most %(number)s characters.", number=LONGEST_PASSWORD),
    PasswordFault.NAMES_THE_PERSON: _l(
        "It has your name or address in it, which is tried first. Choose another one."
    ),
    PasswordFault.EASILY_GUESSED: _l(
        "It is easily guessed: common words, rows of keys and years are tried first. "
        "Three or four words that have nothing to do with each other are hard to guess."
    ),
}


def password_words(fault: PasswordFault) -> str:
    """What to tell somebody whose password is not taken."""
    return str(_FAULTS[fault])


def _hard_to_guess(form: Form, field: Field) -> None:
    """Refuses a password by the rules for all; the form says of whom it is."""
    fault = password_fault(field.data or "", form.about())  # type: ignore[attr-defined]
    if fault is not None:
        raise ValidationError(password_words(fault))


class AcceptInvitationForm(FlaskForm):  # type: ignore[misc]
    """What a new person tells about themselves; `email` is the invited address."""

    email = ""

    name = StringField(
        _l("Your name"),
        filters=[one_line],
        validators=[DataRequired(_l("Write your name.")), at_most(200), without_address],
    )
    country = SelectField(
        _l("Your country"), validators=[DataRequired(_l("Choose your country."))], default=""
    )
    password = PasswordField(
        _l("Password"),
        validators=[DataRequired(_l("Choose a password.")), _hard_to_guess],
        render_kw={"autocomplete": "new-password"},
    )
    password_again = PasswordField(
        _l("Password again"),
        validators=[EqualTo("password", _l("The two passwords are not the same."))],
        render_kw={"autocomplete": "new-password"},
    )

    def about(self) -> tuple[str, str]:
        """What others know of the person."""
        return self.email, self.name.data or ""


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """Who the signed-in person is, and the language in which they read."""

    name = StringField(
        _l("Your name"),
        filters=[one_line],
        validators=[DataRequired(_l("Write your name.")), at_most(200), without_address],
        render_kw={"autocomplete": "name"},
    )
    organisation = StringField(
        _l("Organisation"),
        filters=[one_line],
        validators=[at_most(200)],
        render_kw={"autocomplete": "organization"},
    )
    country = SelectField(_l("Your country"))
    language = SelectField(_l("Language"), choices=options(LANGUAGES.items()))


class PasskeyForm(FlaskForm):  # type: ignore[misc]
    """The name of a new passkey; the script sends it."""

    name = StringField(
        _l("Name of the passkey"),
        render_kw={"maxlength": LONGEST_PASSKEY_NAME, "autocomplete": "off", "required": True},
    )


class CodeForm(FlaskForm):  # type: ignore[misc]
    """A code of the authenticator app, to show that it has the key."""

    one_time_code = StringField(
        _l("Code from the app"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the six digits that the app shows."))],
        render_kw={**_CODE_INPUT, "inputmode": "numeric"},
    )


class SecondStepForm(FlaskForm):  # type: ignore[misc]
    """A code of the authenticator app, or a recovery code in its place."""

    one_time_code = StringField(
        _l("Code"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the six digits of the app, or a recovery code."))],
        render_kw=_CODE_INPUT,
    )


class DeleteAccountForm(FlaskForm):  # type: ignore[misc]
    """That the person has understood what goes."""

    is_understood = BooleanField(
        _l("I understand that my account cannot be brought back"),
        validators=[DataRequired(_l("Tick the box if your account is to be deleted."))],
    )


class MailForm(FlaskForm):  # type: ignore[misc]
    """How often somebody wants the digest; `mail_form_class` adds how each topic is to come."""

    topics: tuple[Topic, ...] = ()

    rhythm = RadioField(
        _l("The digest"),
        choices=[
            SelectChoice(Rhythm.DAILY.value, _l("Daily, when there is something new")),
            SelectChoice(Rhythm.WEEKLY.value, _l("Weekly, on Mondays")),
            SelectChoice(Rhythm.OFF.value, _l("Never")),
        ],
        validators=[DataRequired(_l("Choose how often."))],
    )

    def explained(self, topic: Topic) -> str:
        """What mail on a topic tells."""
        return str(EXPLAINED[topic])


def mail_form_class(topics: tuple[Topic, ...]) -> type[MailForm]:
    """The form with a choice for each of these topics, named as the topic."""
    fields: dict[str, Any] = {
        topic.value: RadioField(
            TOPICS[topic],
            choices=[SelectChoice(way.value, WAYS[way]) for way in CHOICES[topic].ways],
        )
        for topic in topics
    }
    return type("MailForm", (MailForm,), {"topics": topics, **fields})
