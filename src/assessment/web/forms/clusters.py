"""A cluster in a form: one writes its name, or a part of it, and picks one where several have it."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import StringField, ValidationError
from wtforms.form import BaseForm
from wtforms.utils import unset_value

from assessment.db.queries.cluster_names import NamedCluster
from assessment.db.session import Session
from assessment.services.cluster_search import LONGEST, Search, search_clusters
from assessment.web.forms.fields import at_most, one_line


class ClusterField(StringField):
    """The name of a cluster, or a part of it; `named` is the cluster, once `find_clusters` looked.

    What was picked from those offered counts as long as the text still finds it.
    """

    search: Search | None = None

    def __init__(self, label: Any = None, **options: Any) -> None:
        told = {"autocomplete": "off", "data-cluster-name": ""}
        super().__init__(
            label, filters=[one_line], validators=[at_most(LONGEST)], render_kw=told, **options
        )

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        self.picked = formdata.get(self.pick_name, type=int) if formdata else None

    @property
    def pick_name(self) -> str:
        """What the choice among those offered is sent as."""
        return f"{self.name}-pick"

    @property
    def named(self) -> NamedCluster | None:
        """The cluster that is meant; None as long as none was found."""
        return self.search.meant(self.picked) if self.search else None

    @property
    def candidates(self) -> Sequence[NamedCluster]:
        """Those to pick from, as long as none is picked."""
        return self.search.candidates if self.search and not self.named else ()

    def pre_validate(self, _form: BaseForm) -> None:
        if self.search and not self.named:
            raise ValidationError(_fault(self.search))


def _fault(search: Search) -> str:
    if search.candidates:
        told = ngettext(
            "One cluster has this in its name. Choose it if that is the one that you mean.",
            "%(num)s clusters have this in their names. Choose the one that you mean.",
            search.total,
        )
    elif search.total:
        told = _(
            "%(count)s clusters have this in their names. Write more of the name.",
            count=search.total,
        )
    else:
        told = _(
            "No cluster here has this in its name. Look how it is written, or write less of it."
        )
    return str(told)


def find_clusters(session: Session, fields: Iterable[ClusterField]) -> None:
    """Looks for what was written in all of the fields at once; a field then shows the whole name."""
    written = [field for field in fields if 0 < len(field.data or "") <= LONGEST]
    found = search_clusters(session, [field.data or "" for field in written])
    for field in written:
        field.search = found[field.data or ""]
        if field.named:
            field.data = field.named.name
