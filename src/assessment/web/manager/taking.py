"""What comes with a form of evidence goes into the library: files one by one, and addresses."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from assessment.domain.errors import RefusedUpload
from assessment.services.library import Added
from assessment.web.manager.refusals import upload_refusal

Take = Callable[[str, BinaryIO], Added]
"""Takes one file by its name and content."""


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
