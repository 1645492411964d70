"""What a reviewer declares: the ties that count, as the page names them and the record keeps them."""

from flask_babel import gettext as _
from flask_babel import ngettext


def statements(years: int) -> tuple[str, ...]:
    """The question with the ties after it, in the language of the page; `years` from the scheme."""
    asked = ngettext(
        "One of these holds for me, now or in the last year:",
        "One of these holds for me, now or in the last %(num)s years:",
        years,
    )
    return (
        asked,
        _("I work, or have worked, for the cluster, its lead organisation or one of its members."),
        _("I sit, or have sat, on a board or committee of the cluster."),
        _("I advise, or have advised, the cluster, also on this application."),
        _("Somebody of the cluster has reviewed, or is about to review, a cluster of mine."),
        _(
            "I have a family tie, a close friendship or a dispute with somebody who leads the cluster."
        ),
        _("I, or somebody close to me, gains or loses money by the outcome."),
    )
