"""What every page has: who is here, where they can go, and what is being edited."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from assessment.catalogue.loader import Catalogue, Edition
from assessment.config import Settings
from assessment.services.mail import Mailing
from assessment.services.shelf import Shelf
from assessment.web.access import can, current_actor, current_subject
from assessment.web.addresses import own_page, page_address
from assessment.web.language import LANGUAGES, language, theme
from assessment.web.sessions import has_clusters
from assessment.web.transactions import current_session


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.extensions["settings"]
    return found


def mailing() -> Mailing:
    """Mail with links to this installation."""
    return Mailing(settings().base_url, settings().secret_key)


def catalogue() -> Catalogue:
    """The schemes on offer."""
    shelf: Shelf = current_app.extensions["shelf"]
    if g.get("is_broken"):
        return shelf.last
    if "catalogue" not in g:
        g.catalogue = shelf.in_force(current_session())
    found: Catalogue = g.catalogue
    return found


def edition_of(scheme_id: str) -> Edition:
    """The current edition of a scheme."""
    return catalogue().edition(scheme_id)


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One place in the main navigation; `count` says how much waits there."""

    label: str
    url: str
    is_current: bool
    count: int | None = None


def _navigation() -> list[NavigationItem]:
    actor = current_actor()
    places = [
        (_("Labelled clusters"), "public.register", "public.register"),
        (_("Check a certificate"), "public.verify", "public.verify"),
    ]
    if actor.user_id is not None:
        places = []
        has_office = actor.is_reviewer or actor.is_secretariat
        if not has_office or has_clusters():
            places.append((_("My clusters"), "manager.desk", "manager."))
            places.append((_("My tasks"), "manager.tasks", "manager.tasks"))
    if actor.is_reviewer:
        places.append((_("Reviews"), "review.index", "review."))
    if actor.is_secretariat:
        places.append((_("Clusters"), "secretariat.clusters", "secretariat.clusters"))
        places.append((_("People"), "secretariat.people", "secretariat.people"))
        places.append((_("Reviewers"), "secretariat.reviewers", "secretariat.reviewer"))
        places.append((_("Schemes"), "secretariat.scheme_list", "secretariat.scheme"))
        places.append((_("Applications"), "secretariat.applications", "secretariat."))
    here = _place()
    fitting = [place for place in places if here.startswith(place[2])]
    current = max(fitting, key=lambda place: len(place[2]), default=None)
    return [NavigationItem(place[0], url_for(place[1]), place is current) for place in places]


def _place() -> str:
    """Where the page is. What was submitted is read from the place of whoever reads it."""
    here = request.endpoint or ""
    if not here.startswith("submission."):
        return here
    subject = current_subject()
    if subject.cluster_role is not None:
        return "manager."
    return "review." if subject.had_seat else "secretariat."


def label_name(scheme_id: str, label_id: str) -> str:
    """The name of a label; its id when no scheme on offer has it any more."""
    edition = catalogue().editions.get(scheme_id)
    known = edition.texts.in_language(language()).labels if edition else {}
    return known[label_id].title if label_id in known else label_id


def scheme_name(scheme_id: str) -> str:
    """The name of a scheme; its id once it is not on offer any more."""
    edition = catalogue().editions.get(scheme_id)
    return edition.texts.in_language(language()).scheme.title if edition else scheme_id


def duty_name(scheme_id: str, duty_id: str) -> str:
    """The name of a holder's duty; its id when no scheme on offer has it any more."""
    edition = catalogue().editions.get(scheme_id)
    known = edition.texts.in_language(language()).duties if edition else {}
    return known[duty_id].title if duty_id in known else duty_id


def label_tier(scheme_id: str, label_id: str) -> str:
    """The tier of a label, which names its emblem; "" when no scheme on offer has it any more."""
    edition = catalogue().editions.get(scheme_id)
    found = [label for label in edition.scheme if label.id == label_id] if edition else []
    return found[0].tier if found else ""


def _label_size(scheme_id: str, label_id: str, *, rated: bool = False) -> int:
    """How many criteria a label asks today, or rates; 0 when no scheme on offer has it any more."""
    edition = catalogue().editions.get(scheme_id)
    found = [label for label in edition.scheme if label.id == label_id] if edition else []
    return len(found[0].rated if rated else found[0].active) if found else 0


def _footer_links() -> list[tuple[str, str]]:
    """What is at the foot of every page; the contact where the installation has one."""
    links = [
        (_("Register of labelled clusters"), url_for("public.register")),
        (_("Check a certificate"), url_for("public.verify")),
        (_("About this service"), url_for("public.about")),
        (_("Glossary"), url_for("public.glossary")),
        (_("Contact the secretariat"), settings().contact_link),
    ]
    return [(text, address) for text, address in links if address]


def _page_context() -> dict[str, Any]:
    is_in = not g.get("is_broken") and current_user.is_authenticated
    first = next(iter(catalogue()))
    return {
        "lang": language(),
        "theme": theme(),
        "languages": list(LANGUAGES.items()),
        "viewer": current_user if is_in else None,
        "navigation": [] if g.get("is_broken") else _navigation(),
        "base_url": settings().base_url,
        "account_links": [(_("My account"), url_for("account.settings"))] if is_in else [],
        "sign_in_url": url_for("security.login"),
        "sign_out_url": url_for("security.logout"),
        "footer_note": first.texts.in_language(language()).scheme.note,
        "footer_links": _footer_links(),
        "contact_email": settings().contact_email,
        "contact_link": settings().contact_link,
        "can": can,
        "label_title": label_name,
        "scheme_title": scheme_name,
        "duty_title": duty_name,
        "label_size": _label_size,
        "label_tier": label_tier,
    }


def init_context(app: Flask) -> None:
    """Gives every template what every page has."""
    app.context_processor(_page_context)
    app.jinja_env.globals["page_address"] = page_address
    app.jinja_env.filters["own_page"] = lambda address: own_page(address, "public.start")
