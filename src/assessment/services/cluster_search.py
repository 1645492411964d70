"""Which cluster somebody means who writes its name, or a part of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessment.db.queries import cluster_names as queries
from assessment.db.queries.cluster_names import NamedCluster

MOST = 20
"""So many clusters are offered at once."""
SHORTEST = 2
"""Letters from which on names are suggested."""
LONGEST = 200
"""Letters that a name has at most; nothing longer is looked for."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a text finds: how many clusters have it in their names, and the first `MOST` of these.

    `named` is the cluster that it names: the one that is called exactly so, else the only one that is
    called so in capital or small letters. A part of a name names none, for who is meant may not be here.
    """

    total: int = 0
    matches: tuple[NamedCluster, ...] = ()
    named: NamedCluster | None = None

    @property
    def candidates(self) -> tuple[NamedCluster, ...]:
        """The clusters to choose from where it names none and they are few enough."""
        return self.matches if self.named is None and self.total <= MOST else ()

    def meant(self, picked: int | None) -> NamedCluster | None:
        """The cluster that it names, or that was picked from those to choose from."""
        return self.named or next((one for one in self.candidates if one.id == picked), None)


def search_clusters(session: Session, texts: Collection[str]) -> dict[str, Search]:
    """What each of the texts finds, of at most `LONGEST` letters; in two questions, however many."""
    exact = {one.name: one for one in queries.called(session, texts)} if texts else {}
    others = sorted(set(texts) - set(exact))
    parts = queries.holding(session, others, MOST)
    found = {text: Search(1, (one,), one) for text, one in exact.items()}
    for text in others:
        total, matches = parts.get(text, (0, []))
        found[text] = Search(total, tuple(matches), _named(text, matches))
    return found


def _named(text: str, matches: Sequence[NamedCluster]) -> NamedCluster | None:
    same = [one for one in matches if one.name.casefold() == text.casefold()]
    return same[0] if len(same) == 1 else None


def suggest_names(session: Session, text: str) -> list[str]:
    """At most `MOST` names that hold a text of at least `SHORTEST` letters."""
    if not SHORTEST <= len(text) <= LONGEST:
        return []
    _total, matches = queries.holding(session, [text], MOST).get(text, (0, []))
    return [one.name for one in matches]
