"""Bringing clusters, people and earlier labels in from a file: template, preview, taking over."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from babel import Locale
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assessment.db.base import now
from assessment.db.queries import register
from assessment.domain.deadlines import day_of
from assessment.domain.names import NameFault
from assessment.domain.policy import Action
from assessment.reports import formats
from assessment.reports.list_files import LIST_FORMATS, Column, ListFile
from assessment.reports.table_reading import read_table
from assessment.reports.words.messages import Messages
from assessment.reports.workbook_reading import UnreadableWorkbook
from assessment.services.accounts import Office
from assessment.services.register_import import (
    COLUMNS,
    Checked,
    Kind,
    MissingColumns,
    StillFaulty,
    check_rows,
    keep_import,
    rows_by_column,
    take_over,
)
from assessment.web.access import access, current_user_id
from assessment.web.context import catalogue, mailing, settings
from assessment.web.forms.secretariat import ImportForm
from assessment.web.language import LANGUAGES, country_choices, language
from assessment.web.listing import send_list
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import RegisterImport

NAMES: dict[str, object] = {
    "name": _l("Name"),
    "organisation": _l("Organisation"),
    "country": _l("Country"),
    "region": _l("Region"),
    "website": _l("Website"),
    "email": _l("E-mail"),
    "role": _l("Role"),
    "language": _l("Language"),
    "cluster": _l("Cluster"),
    "scheme": _l("Scheme"),
    "label": _l("Label"),
    "number": _l("Number"),
    "valid_from": _l("Valid from"),
    "valid_until": _l("Valid until"),
}
"""What the columns are called; a file may say it in any language of the house, or by the key."""
SAID = (
    "Name", "Organisation", "Country", "Region", "Website", "E-mail", "Role", "Language",
    "Cluster", "Scheme", "Label", "Number", "Valid from", "Valid until",
)  # fmt: skip
TITLES = {
    Kind.CLUSTERS: _l("Bring clusters in"),
    Kind.PEOPLE: _l("Bring people in"),
    Kind.LABELS: _l("Bring earlier labels in"),
}
FAULTS: dict[str, object] = {
    "missing": _l("is empty"),
    "country": _l("is no country: write its name or its code of two letters"),
    "region": _l("is no region of the country: write its name or its NUTS code, such as FI1D7"),
    "website": _l("is no web address, such as https://cluster.example"),
    "email": _l("is no e-mail address"),
    "role": _l("is neither reviewer nor secretariat"),
    "language": _l("is neither English nor Finnish: write en or fi"),
    "cluster": _l("is no cluster of the register"),
    "scheme": _l("is no scheme on offer, by its id"),
    "label": _l("is no label of the scheme, by its id"),
    "day": _l("is no day, such as 2026-01-31"),
    "order": _l("comes before the first day"),
    "too_long": _l("is too long"),
    "odd": _l("has characters that documents cannot print"),
    "alike": _l("looks like the name of another cluster"),
    NameFault.INVISIBLE.value: _l("has characters that nobody sees: write it anew by hand"),
    NameFault.MIXED.value: _l("has a word with letters of two alphabets: write it anew"),
}
REFUSALS: dict[str, object] = {
    "too_large": _l("The file is too large."),
    "packed": _l("The file is too large."),
    "too_many_rows": _l("The file has more than 2,000 rows: bring them in in parts."),
}


def _heads() -> dict[str, str]:
    """The key of a column by every name that it has."""
    spoken = {key: key for key in NAMES}
    for code in LANGUAGES:
        said = Messages(code)
        spoken |= {
            said.gettext(text).casefold(): key for key, text in zip(NAMES, SAID, strict=True)
        }
    return spoken | {"lead organisation": "organisation"}


@pages.route("/secretariat/import/<string:kind>", methods=["GET", "POST"])
@access(Action.RUN_SECRETARIAT)
def bring_in(kind: str) -> ResponseReturnValue:
    """Choosing the file; a file that can be read leads to its preview."""
    what, form = _kind(kind), ImportForm()
    if form.validate_on_submit():
        found = request.files["file"]
        try:
            table = read_table(found.read(), found.filename or "")
            rows = rows_by_column(what, table, _heads())
        except UnreadableWorkbook as fault:
            refusal = REFUSALS.get(fault.reason, _("The file is neither a CSV nor an XLSX table."))
            form.file.errors = [str(refusal)]
        except MissingColumns as missing:
            names = ", ".join(str(NAMES[name]) for name in missing.names)
            form.file.errors = [_("The first row has no column %(names)s.", names=names)]
        else:
            kept = keep_import(
                current_session(),
                kind=what,
                filename=found.filename or "",
                rows=rows,
                actor_id=current_user_id(),
                at=now(),
            )
            return redirect(url_for("secretariat.bring_in_preview", number=kept.id), 303)
    page = render_template(
        "secretariat/import.html",
        form=form,
        kind=what,
        title=TITLES[what],
        columns=[NAMES[key] for key in COLUMNS[what]],
    )
    return page, 422 if form.errors else 200


@pages.get("/secretariat/import/<string:kind>/template")
@access(Action.RUN_SECRETARIAT)
def bring_in_template(kind: str) -> ResponseReturnValue:
    """An empty table with the right heads."""
    what = _kind(kind)
    columns = [Column(str(NAMES[key]), 24) for key in COLUMNS[what]]
    title = str(TITLES[what])
    return send_list(ListFile(title, columns, (), language(), day_of(now())), LIST_FORMATS[0])


@pages.route("/secretariat/imports/<int:number>", methods=["GET", "POST"])
@access(Action.RUN_SECRETARIAT)
def bring_in_preview(number: int) -> ResponseReturnValue:
    """What is in the file, row by row, before anything is written; a press takes it over."""
    session, at = current_session(), now()
    kept = register.import_waiting(session, number, current_user_id(), at) or abort(404)
    checked = _checked(kept)
    if request.method == "POST":
        try:
            count = take_over(
                session,
                kept,
                checked,
                invites=bool(request.form.get("invites")),
                days=settings().invitation_days,
                actor_id=current_user_id(),
                at=at,
                mailing=mailing(),
            )
        except StillFaulty:
            flash(_("Rows have faults. Nothing was written."), "error")
            return redirect(url_for("secretariat.bring_in_preview", number=number), 303)
        flash(_("Rows taken over: %(count)s.", count=count), "success")
        is_people = kept.kind == Kind.PEOPLE
        return redirect(url_for(f"secretariat.{'people' if is_people else 'clusters'}"), 303)
    return render_template(
        "secretariat/import_preview.html",
        kept=kept,
        title=TITLES[Kind(kept.kind)],
        rows=checked,
        keys=COLUMNS[Kind(kept.kind)],
        names=NAMES,
        faults=FAULTS,
    )


def _checked(kept: "RegisterImport") -> list[Checked]:
    kind = Kind(kept.kind)
    spoken = _countries(), _roles(), _languages()
    return check_rows(current_session(), kind, kept.rows, catalogue(), *spoken)


def _languages() -> Mapping[str, str]:
    """Codes of the languages of the house by their codes, and by their names in each of them."""
    named = {
        str(Locale(spoken).languages[code]).casefold(): code
        for spoken in LANGUAGES
        for code in LANGUAGES
    }
    return named | {code: code for code in LANGUAGES}


def _countries() -> Mapping[str, str]:
    """Codes of countries by their codes and by their names in every language of the house."""
    codes = [code for code, _name in country_choices()]
    named = {
        formats.country_name(code, spoken).casefold(): code
        for spoken in LANGUAGES
        for code in codes
    }
    return named | {code.casefold(): code for code in codes}


def _roles() -> Mapping[str, str]:
    words = {Office.REVIEWER: "Reviewer", Office.SECRETARIAT: "Secretariat"}
    spoken = {
        Messages(code).gettext(w).casefold(): r.value
        for r, w in words.items()
        for code in LANGUAGES
    }
    return spoken | {role.value: role.value for role in Office}


def _kind(kind: str) -> Kind:
    return Kind(kind) if kind in set(Kind) else abort(404)
