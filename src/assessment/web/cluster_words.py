"""The words for what a cluster says about itself, and its values as people read them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from babel import Locale
from flask_babel import lazy_gettext as _l

from assessment.domain.clusters import LegalForm, Network, Sector, YearFigure
from assessment.domain.public_profile import PublicPart
from assessment.reports import formats
from assessment.reports.regions import region_name
from assessment.web.language import country_name, language

FACTS = {
    "name": _l("Name of the cluster"),
    "organisation": _l("Lead organisation"),
    "country": _l("Country"),
    "region": _l("Region"),
    "founded": _l("Founded"),
    "legal_form": _l("Legal form"),
    "website": _l("Website"),
    "eccp_address": _l("Profile on ECCP"),
    "description": _l("Description in English"),
    "description_local": _l("Description in the local language"),
    "local_language": _l("Local language"),
    "sectors": _l("Sectors"),
    "priorities": _l("Priorities of smart specialisation"),
    "networks": _l("Networks"),
    "other_networks": _l("Other networks"),
    "contact_name": _l("Contact"),
    "contact_email": _l("E-mail of the contact"),
    "contact_phone": _l("Telephone of the contact"),
    "public": _l("Open to the public"),
}
PUBLIC_PARTS = {
    PublicPart.ORGANISATION: _l("Lead organisation"),
    PublicPart.WEBSITE: _l("Website"),
    PublicPart.SECTORS: _l("Sectors"),
    PublicPart.DESCRIPTION: _l("Descriptions"),
    PublicPart.FOUNDED: _l("Day of foundation"),
    PublicPart.FIGURES: _l("Members by kind and staff, of the newest year"),
    PublicPart.NETWORKS: _l("Networks, and the profile on ECCP"),
    PublicPart.CONTACT: _l("Contact: name, e-mail and telephone"),
}
LEGAL_FORMS = {
    LegalForm.ASSOCIATION: _l("Association"),
    LegalForm.COMPANY: _l("Company"),
    LegalForm.COOPERATIVE: _l("Cooperative"),
    LegalForm.FOUNDATION: _l("Foundation"),
    LegalForm.PUBLIC_BODY: _l("Public body"),
    LegalForm.HOST: _l("Part of a host organisation"),
    LegalForm.AGREEMENT: _l("Agreement between organisations"),
}
SECTORS = {
    Sector.AVIATION: _l("Aviation and space"),
    Sector.BIOTECHNOLOGY: _l("Biotechnology"),
    Sector.CONSTRUCTION: _l("Construction"),
    Sector.CREATIVE: _l("Creative industries"),
    Sector.ENERGY: _l("Energy and environment"),
    Sector.FOOD: _l("Food"),
    Sector.FORESTRY: _l("Forest, wood and paper"),
    Sector.HEALTH: _l("Health and medical science"),
    Sector.ICT: _l("Information and communication technology"),
    Sector.MARITIME: _l("Maritime industries"),
    Sector.MATERIALS: _l("Materials and chemistry"),
    Sector.MOBILITY: _l("Mobility and logistics"),
    Sector.PRODUCTION: _l("Production and engineering"),
    Sector.SECURITY: _l("Safety and security"),
    Sector.TEXTILES: _l("Textiles and fashion"),
    Sector.TOURISM: _l("Tourism and leisure"),
}
NETWORKS = {
    Network.ECCP: _l("European Cluster Collaboration Platform (ECCP)"),
    Network.EUCLES: _l("EUCLES"),
    Network.ALLIANCE: _l("European Clusters Alliance"),
    Network.VANGUARD: _l("Vanguard Initiative"),
}
FIGURES = {
    YearFigure.SMES: _l("Small and medium-sized enterprises"),
    YearFigure.LARGE_ENTERPRISES: _l("Large enterprises"),
    YearFigure.RESEARCH: _l("Research organisations"),
    YearFigure.EDUCATION: _l("Education"),
    YearFigure.PUBLIC_BODIES: _l("Public bodies"),
    YearFigure.OTHERS: _l("Other members"),
    YearFigure.STAFF: _l("Staff of the cluster organisation"),
    YearFigure.BUDGET: _l("Budget of the cluster organisation"),
    YearFigure.PROJECTS: _l("Joint projects under way"),
}
LOCAL_LANGUAGES = (
    *("bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fo", "fr", "ga", "gl"),
    *("hr", "hu", "is", "it", "kl", "lb", "lt", "lv", "mk", "mt", "nl", "no", "pl", "pt", "ro"),
    *("se", "sk", "sl", "sq", "sr", "sv", "tr", "uk"),
)
"""The languages of regions in Europe other than English, ISO 639."""
MEASURES = {YearFigure.STAFF: _l("FTE"), YearFigure.BUDGET: "EUR"}
"""What stands behind a figure that is no plain count."""

CLUSTER_NAMES: Mapping[str, Mapping[Any, Any]] = {
    "fact": FACTS,
    "legal_form": LEGAL_FORMS,
    "sector": SECTORS,
    "network": NETWORKS,
    "figure": FIGURES,
    "public_part": PUBLIC_PARTS,
}
"""For `name_of` (`assessment.web.wording`)."""

_WORDS: Mapping[str, Mapping[Any, Any]] = {
    "legal_form": LEGAL_FORMS,
    "sectors": SECTORS,
    "networks": NETWORKS,
    "public": PUBLIC_PARTS,
}


def language_name(code: str) -> str:
    """The name of a language (ISO 639) in the language of the page."""
    return str(Locale.parse(language()).languages.get(code, code))


def fact_shown(value: Any, name: str) -> str:
    """A fact or figure as plain JSON in words; an en dash for what is not told."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, list | tuple):
        return "; ".join(str(_WORDS.get(name, {}).get(item, item)) for item in value)
    if name in set(YearFigure):
        return figure_shown(YearFigure(name), value)
    match name:
        case "country":
            return country_name(value)
        case "region":
            return region_name(value, language())
        case "local_language":
            return language_name(value)
        case "founded":
            return formats.day(date.fromisoformat(value), language())
    return str(_WORDS.get(name, {}).get(value, value))


def figure_shown(figure: YearFigure, value: Any) -> str:
    """A figure of a year with what it is counted in; an en dash for what is not told."""
    number = figure.question.read(value)
    if not isinstance(number, Fraction):
        return "–"
    shown = formats.measured(number, figure.question.currency, language())
    return f"{shown} {MEASURES.get(figure, '')}".rstrip()


def region_shown(code: str) -> str:
    """A region by its name and code; an en dash where none is told."""
    return region_name(code, language()) if code else "–"
