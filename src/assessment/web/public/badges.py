"""Pictures for the websites of holders: a badge that follows its certificate, and the emblems."""

from flask import Response, abort
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.domain.criteria import Tier
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.domain.validity import Standing
from assessment.reports import formats
from assessment.reports.badge import Badge, Look, draw_badge
from assessment.resources import STATIC
from assessment.services.proof import Proof, prove
from assessment.web.access import access
from assessment.web.forms.fields import plain
from assessment.web.language import answer_in_language_asked, language
from assessment.web.open_answers import picture_answer
from assessment.web.public.blueprint import pages
from assessment.web.transactions import current_session

EMBLEMS = {"svg": "image/svg+xml", "png": "image/png"}
_HOURS = 24 * 3600
_LOOKS = {
    Standing.COMING: Look.RESTING,
    Standing.VALID: Look.VALID,
    Standing.EXPIRING: Look.VALID,
    Standing.SUSPENDED: Look.RESTING,
    Standing.REVOKED: Look.REVOKED,
}


@pages.get("/badge/<token>.svg")
@access(Action.SEE_PUBLIC_PAGE)
def badge(token: str) -> Response:
    """What the certificate, or the renewal that took its place, is worth at this moment."""
    answer_in_language_asked()
    found = prove(current_session(), plain(token), day_of(now()))
    if found is None:
        words = _("We have not issued a certificate like this.")
        title, state = _("Unknown certificate"), _("Not valid")
        unknown = Badge(Look.UNKNOWN, "", title, "", state, "", words, language())
        response = picture_answer(draw_badge(unknown), EMBLEMS["svg"])
        response.status_code = 404
        return response
    return picture_answer(draw_badge(_badge_of(found)), EMBLEMS["svg"])


def _badge_of(found: Proof) -> Badge:
    words = found.edition.texts.in_language(language())
    certificate = found.certificate
    return Badge(
        _LOOKS.get(found.standing, Look.ENDED),
        found.label.tier,
        words.labels[found.label.id].title,
        certificate.cluster,
        _state(found),
        _("Certificate %(number)s", number=certificate.number),
        _(
            "Certificate %(number)s of %(cluster)s, issued by %(issuer)s.",
            number=certificate.number,
            cluster=certificate.cluster,
            issuer=certificate.issuer,
        ),
        language(),
    )


def _state(found: Proof) -> str:
    certificate = found.certificate
    until = formats.day(certificate.until, language())
    since = certificate.life_since and formats.day(day_of(certificate.life_since), language())
    match found.standing:
        case Standing.COMING:
            said = _("Valid from %(day)s", day=formats.day(certificate.first, language()))
        case Standing.VALID | Standing.EXPIRING:
            said = _("Valid until %(day)s", day=until)
        case Standing.SUSPENDED:
            said = _("Suspended since %(day)s", day=since)
        case Standing.REVOKED:
            said = _("Revoked on %(day)s", day=since)
        case Standing.SUPERSEDED:
            said = _("Replaced by a renewal")
        case Standing.GRACE | Standing.EXPIRED:
            said = _("Expired, was valid until %(day)s", day=until)
    return str(said)


@pages.get("/labels/emblems/<tier>.<form>")
@access(Action.SEE_PUBLIC_PAGE)
def emblem(tier: str, form: str) -> Response:
    """The emblem of a label, as SVG, and as PNG of 1,024 pixels on no ground."""
    if tier not in set(Tier) or form not in EMBLEMS:
        abort(404)
    path = STATIC / "img" / f"emblem-{tier}.{form}"
    return picture_answer(path.read_bytes(), EMBLEMS[form], seconds=_HOURS)
