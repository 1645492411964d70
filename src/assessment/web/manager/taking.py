"""What comes with a form of evidence goes into the library: files one by one, and addresses."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from assessment.db.base import now
from assessment.domain.errors import RefusedUpload
from assessment.services.library import Added
from assessment.web.access import current_user_id
from assessment.web.context import settings
from assessment.web.errors import wants_data
from assessment.web.forms.evidence import FilesForm, LinkForm
from assessment.web.forms.fields import chosen_files
from assessment.web.manager.refusals import upload_refusal
from assessment.web.transactions import current_session

Add = Callable[..., Added]
"""A service that adds a file or an address to a library."""

Take = Callable[[str, BinaryIO], Added]
"""Takes one file by its name and content."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What a form adds to: `add` is the service, called with `about` and with what came.

    `page` shows the form again, and `after` is where it leads when all is well.
    """

    add: Add
    about: dict[str, Any]
    page: Callable[[], str]
    after: str

    def take_files(self, form: FilesForm) -> ResponseReturnValue:
        """Takes the files of a form; a refused one does not hold up the rest."""
        is_good, taken = form.validate_on_submit(), Taken()
        if is_good:
            take = taking(self.add, **self.about, described=form.described())
            taken = take_all(chosen_files(form.files), take)
        if wants_data():
            return told_to_script(taken, [e for errors in form.errors.values() for e in errors])
        if not is_good:
            return self.page(), 422
        if taken.added:
            flash(taken.words, "success")
        if taken.refusals:
            form.files.errors = taken.refusals
            return self.page()
        return redirect(self.after, 303)

    def take_address(self, form: LinkForm) -> ResponseReturnValue:
        """Takes the web address of a form."""
        if not form.validate_on_submit():
            return self.page(), 422
        added = self.add(
            current_session(),
            **self.about,
            url=form.url.data or "",
            described=form.described(form.title.data or ""),
            actor_id=current_user_id(),
            at=now(),
        )
        flash(_address_words(added), "success")
        return redirect(self.after, 303)


@dataclass(slots=True)
class Taken:
    """What became of the files that came: those added, those that were there, and why others were
    refused."""

    added: list[Added] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What was taken, in a sentence or two; "" when nothing was."""
        new = [found for found in self.added if found.is_new]
        known = [found for found in self.added if not found.is_new]
        sentences = []
        if new:
            sentences.append(ngettext("%(num)s file added.", "%(num)s files added.", len(new)))
        sentences += [
            _("This file is in the library already: %(title)s.", title=found.evidence.title)
            for found in known
        ]
        return " ".join(sentences)


def taking(add: Add, **about: Any) -> Take:
    """Has a service take files, as this installation keeps them, for whoever is signed in."""

    def take(filename: str, stream: BinaryIO) -> Added:
        return add(
            current_session(),
            **about,
            filename=filename,
            stream=stream,
            folder=settings().evidence_path,
            limit=settings().upload_bytes,
            quota=settings().library_bytes,
            actor_id=current_user_id(),
            at=now(),
        )

    return take


def take_all(uploads: Iterable[FileStorage], take: Take) -> Taken:
    """Takes every file; a refused one does not hold up the rest."""
    taken = Taken()
    for upload in uploads:
        try:
            taken.added.append(take(upload.filename or "", cast(BinaryIO, upload.stream)))
        except RefusedUpload as refused:
            taken.refusals.append(upload_refusal(refused))
    return taken


def told_to_script(taken: Taken, errors: Iterable[str] = ()) -> ResponseReturnValue:
    """What became of the file that a script sent: `state` is added, known or refused."""
    faults = [*errors, *taken.refusals]
    if faults:
        return {"state": "refused", "said": " ".join(str(fault) for fault in faults)}, 422
    if all(found.is_new for found in taken.added):
        return {"state": "added", "said": _("Added.")}
    return {"state": "known", "said": taken.words}


def _address_words(added: Added) -> str:
    """What became of an address."""
    if added.is_new:
        return str(_("Web address added. It is being looked at."))
    title = added.evidence.title
    return str(_("This address is in the library already: %(title)s.", title=title))
