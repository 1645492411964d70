"""The evidence of one answer as pages show it, with the forms that add to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessment.db.base import now
from assessment.domain.criteria import Criterion, EvidenceRule
from assessment.domain.validity import HOME
from assessment.services.holdings import ages_of
from assessment.web.context import settings
from assessment.web.forms.evidence import FilesForm, LinkForm
from assessment.web.forms.fields import file_wiring

if TYPE_CHECKING:
    from assessment.db.models import Evidence


@dataclass(frozen=True, slots=True)
class EvidenceBlock:
    """Each piece with the rules of the criterion that its age fails; the forms that add to them.

    Where it is one of many on a page it has no forms, and `wiring` is for a bare field for files.
    """

    pieces: "list[tuple[Evidence, tuple[EvidenceRule, ...]]]"
    files: FilesForm | None
    link: LinkForm | None
    wiring: Mapping[str, str]


def evidence_block(
    asked: Criterion,
    attached: "list[Evidence]",
    *,
    files: FilesForm | None = None,
    link: LinkForm | None = None,
    is_one_of_many: bool = False,
) -> EvidenceBlock:
    """The block with its forms empty, or as they came."""
    on, limit = now().astimezone(HOME).date(), settings().upload_bytes
    pieces = [(piece, ages_of(piece, asked, on)) for piece in attached]
    if is_one_of_many:
        return EvidenceBlock(pieces, None, None, file_wiring(limit))
    return EvidenceBlock(
        pieces,
        files or FilesForm.bounded(limit, formdata=None),
        link or LinkForm.beside(formdata=None),
        file_wiring(limit),
    )
