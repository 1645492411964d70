"""The certificate: one page for framing."""

from dataclasses import dataclass
from datetime import date

from assessment.reports.qr import qr_code
from assessment.reports.rendering import render

_NAME_SIZES = (("xl", 26, 15), ("l", 60, 19), ("m", 105, 26), ("s", 200, 40))
"""A size of the name with the longest name and the longest word that fit; "xs" takes the rest."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything that stands on a certificate, in words of its language.

    `tier` is bronze, silver or gold; `verify_url` is the address that the QR code leads to. Of a renewal
    `held_since` is the first day of the label, and `renews` the number of the certificate before.
    """

    language: str
    tier: str
    label_title: str
    label_claim: str
    scheme_title: str
    scheme_version: str
    scheme_note: str
    cluster_name: str
    organisation: str
    country: str
    number: str
    issued_on: date
    valid_from: date
    valid_until: date
    issuer: str
    verify_url: str
    renews: str = ""
    held_since: date | None = None

    @property
    def name_size(self) -> str:
        """How large the cluster's name can stand on one page: xl, l, m, s or xs."""
        length = len(self.cluster_name)
        longest_word = max(map(len, self.cluster_name.split()), default=0)
        fitting = (
            size for size, name, word in _NAME_SIZES if length <= name and longest_word <= word
        )
        return next(fitting, "xs")


def certificate_html(facts: CertificateFacts) -> str:
    """The certificate as HTML for print, with its QR code as SVG."""
    return render("pdf/certificate.html", facts.language, facts=facts, qr=qr_code)
