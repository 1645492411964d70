"""When two names of organisations are the same, and when they only look like it."""

import unicodedata

_WRITTEN_AS = (
    "oy oyj ab abp ry rf sr osk ky tmi as asa aps amba hf ehf ses",  # the Nordic countries
    "gmbh ggmbh mbh ag kg ohg ug ev eg bv nv cv vzw asbl",  # German and Dutch
    "ltd limited plc llp llc inc corp cic clg dac co company",  # English
    "sa sas sasu sarl gie sl slu sau lda spa srl scarl scrl ae epe ike",  # the south
    "ou mtu sia uab vsi mb spzoo sro zs os kft zrt nyrt bt",  # the Baltic and Visegrad countries
    "doo dd ood eood ead ad se eeig",  # the south-east; the Union
)
_LEGAL_FORMS = frozenset(form for forms in _WRITTEN_AS for form in forms.split())
"""Abbreviations of legal forms as they remain without capitals, accents and points."""

_JOINING = ".'’"
"""Signs that join what stands on both sides: "e.V." is one word."""

_LONGEST = 4
"""Words that one abbreviation may fall into: "Sp. z o. o."."""


def is_same_name(name: str, other: str) -> bool:
    """Whether two names are written alike but for capitals and spaces. No name is like no other."""
    return bool(name.strip()) and _written(name) == _written(other)


def is_similar_name(name: str, other: str) -> bool:
    """Whether two names are alike without accents, punctuation and what says the legal form.

    Two legal persons may share such a name, an association and its company, so this is a reason to
    look and no proof.
    """
    core = _core(name)
    return bool(core) and core == _core(other)


def _written(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _core(name: str) -> list[str]:
    """The words of a name, without the legal forms before and after them."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(c for c in letters if not unicodedata.combining(c) and c not in _JOINING)
    return _without_forms("".join(c if c.isalnum() else " " for c in bare).split())


def _without_forms(words: list[str]) -> list[str]:
    """At least one word remains, whatever it is."""
    for count in range(min(_LONGEST, len(words) - 1), 0, -1):
        if _is_form(words[-count:]):
            return _without_forms(words[:-count])
        if _is_form(words[:count]):
            return _without_forms(words[count:])
    return words


def _is_form(words: list[str]) -> bool:
    """Whether the words are one abbreviation; one of several has words of one or two letters."""
    is_short = len(words) == 1 or all(len(word) <= 2 for word in words)
    return is_short and "".join(words) in _LEGAL_FORMS
