"""The certificate: one page for framing."""

from dataclasses import dataclass
from datetime import date

from assessment.reports.fitting import Words, fitting_scale, unbroken_scale
from assessment.reports.issuer import IssuerPaper
from assessment.reports.qr import qr_code
from assessment.reports.rendering import render

_NAME_SIZES = (("xl", 26, 15), ("l", 60, 19), ("m", 105, 26), ("s", 200, 40))
"""A size of the name with the longest name and the longest word that fit; "xs" takes the rest."""
_NAME_POINTS = {"xl": 46.0, "l": 36.0, "m": 27.0, "s": 20.0, "xs": 15.0}
_LABEL, _BODY, _WORDMARK, _SIGNATORY, _NOTE, _CHECK = 65, 161, 88, 49, 108, 43
"""Millimetres from side to side of each box of the sheet (`print.css`)."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything that stands on a certificate, in words of its language.

    `tier` is bronze, silver or gold; `verify_url` is the address that the QR code leads to. Of a renewal
    `held_since` is the first day of the label, and `renews` the number of the certificate before. Of a
    corrected one, `corrected_on` is the day of it. `is_specimen` is a certificate that nobody was awarded.
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
    paper: IssuerPaper
    verify_url: str
    renews: str = ""
    held_since: date | None = None
    corrected_on: date | None = None
    is_specimen: bool = False

    @property
    def issuer(self) -> str:
        return self.paper.name

    @property
    def name_size(self) -> str:
        """How large the cluster's name can stand on one page: xl, l, m, s or xs."""
        length = len(self.cluster_name)
        longest_word = max(map(len, self.cluster_name.split()), default=0)
        fitting = (
            size for size, name, word in _NAME_SIZES if length <= name and longest_word <= word
        )
        return next(fitting, "xs")


@dataclass(frozen=True, slots=True)
class Sizes:
    """By how much the words of each box are printed smaller than usual, so that they stay in it; `title` is
    the label's, with none of its words broken."""

    title: float
    label: float
    wordmark: float
    body: float
    signatory: float
    note: float
    check: float


def sizes(facts: CertificateFacts) -> Sizes:
    """What fits on the sheet, from how long everything is in the longer of our languages."""
    paper = facts.paper
    place = facts.organisation + ", " + facts.country
    sentence = "x" * 70 + " " + facts.label_title + " " + facts.scheme_title + facts.scheme_version
    renewal = "xxxxxxxx " * 11 + facts.renews if facts.held_since else ""
    signatories = [
        fitting_scale(_SIGNATORY, 10.5, Words(one.name, 7.5), Words(one.title, 7.5))
        for one in paper.signatories
    ]
    name = Words(facts.cluster_name, _NAME_POINTS[facts.name_size], 1.25, 5)
    title = Words(facts.label_title, 40, 1, 3)
    label = fitting_scale(
        _LABEL,
        70,
        title,
        Words(facts.label_claim, 14, 1.35, 3),
        Words("xxxxxxxxx", 11, 1.35),
        Words(facts.issuer, 11, 1.35),
        Words(paper.place, 11, 1.35),
    )
    return Sizes(
        title=min(label, unbroken_scale(_LABEL, title)),
        label=label,
        wordmark=fitting_scale(_WORDMARK, 14.5, Words(facts.issuer, 11, 1.25)),
        body=fitting_scale(
            _BODY,
            76 if paper.signatories else 104,
            name,
            Words(place, 14, 1.45, 5),
            Words(sentence, 14, 1.45, 3),
            Words(renewal, 11, 1.45, 3),
        ),
        signatory=min(signatories, default=1.0),
        note=fitting_scale(_NOTE, 14, Words("xxxxxxxx " * 15 + facts.scheme_note, 7.5)),
        check=fitting_scale(
            _CHECK, 17.5, Words("xxxxxxxx " * 6, 7.5), Words(facts.verify_url, 7.5)
        ),
    )


def certificate_html(facts: CertificateFacts) -> str:
    """The certificate as HTML for print, with its QR code as SVG."""
    return render(
        "pdf/certificate.html",
        facts.language,
        facts=facts,
        sizes=sizes(facts),
        name_points=_NAME_POINTS[facts.name_size],
        qr=qr_code,
    )
