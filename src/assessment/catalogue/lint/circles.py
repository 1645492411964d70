"""Circles: figures and levels that depend on themselves, labels that wait for each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from assessment.catalogue.assemble import reference
from assessment.catalogue.faults import Fault
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema.conditions import ConditionEntry
from assessment.catalogue.schema.criteria import RatingEntry
from assessment.catalogue.source import Place
from assessment.domain.questions import PROFILE

MAX_CHAIN = 25
"""Steps that an answer may be away from the answers that it depends on."""

MAX_FIGURES = 8
"""Figures that may be made from figures one after the other; each can square their digits."""

_SHOWN = 10

Node = str
"""`owner/name` for a question or figure, `the level of owner` and `whether owner applies`."""


@dataclass
class _Graph:
    """What each answer depends on, and where it stands in the files."""

    needs: dict[Node, set[Node]] = field(default_factory=dict)
    places: dict[Node, tuple[str, Place]] = field(default_factory=dict)
    figures: set[Node] = field(default_factory=set)

    def add(self, node: Node, needs: set[Node], name: str, place: Place) -> None:
        self.needs.setdefault(node, set()).update(needs)
        self.places.setdefault(node, (name, place))


def circle_faults(parts: SchemeParts) -> Iterator[Fault]:
    """The first circle among the answers, the first among the labels, and chains that are too long."""
    graph = _graph(parts)
    if circle := _circle(graph.needs):
        name, place = graph.places[circle[0]]
        message = f"these wait for each other in a circle: {_way(circle)}"
        yield parts.fault(name, place, message)
    else:
        yield from _chain_faults(parts, graph)
    included = {
        key: {inner.label for inner in label.includes} for key, label in parts.labels.items()
    }
    held = {
        key: {label.prerequisite.label} for key, label in parts.labels.items() if label.prerequisite
    }
    for key, needs, verb in (("includes", included, "include"), ("prerequisite", held, "require")):
        if circle := _circle(needs):
            message = f"labels {verb} each other in a circle: {_way(circle)}"
            yield parts.fault(f"{circle[0]}.yaml", (key,), message)


def _chain_faults(parts: SchemeParts, graph: _Graph) -> Iterator[Fault]:
    of_figures = {node: graph.needs[node] & graph.figures for node in graph.figures}
    limits = (
        (graph.needs, MAX_CHAIN, "answers wait for each other one after the other"),
        (of_figures, MAX_FIGURES, "figures are made from figures one after the other"),
    )
    for needs, limit, what in limits:
        deepest, depth = _deepest(needs)
        if depth > limit:
            name, place = graph.places[deepest]
            message = f"{depth} {what} up to {deepest}; expected at most {limit}"
            yield parts.fault(name, place, message)


def _circle(graph: Mapping[str, set[str]]) -> list[str]:
    """The nodes of a circle that has a place in the files, the first one again at the end."""
    known = {node: {need for need in needs if need in graph} for node, needs in graph.items()}
    try:
        TopologicalSorter(known).prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        first = circle.index(min(circle))
        return [*circle[first:-1], *circle[: first + 1]]
    return []


def _way(circle: list[str]) -> str:
    shown = circle if len(circle) <= _SHOWN else [*circle[: _SHOWN - 2], "…", circle[-1]]
    return " > ".join(shown)


def _deepest(graph: Mapping[str, set[str]]) -> tuple[str, int]:
    """The end of the longest chain in a graph without circles, and its length."""
    depths: dict[str, int] = {}
    for node in TopologicalSorter(graph).static_order():
        depths[node] = 1 + max((depths[need] for need in graph.get(node, ())), default=0)
    known = [node for node in depths if node in graph]
    deepest = max(known, key=lambda node: (depths[node], node), default="")
    return deepest, depths.get(deepest, 0)


def _graph(parts: SchemeParts) -> _Graph:
    graph = _Graph()
    _add_owner(graph, parts, PROFILE, "scheme.yaml", ("profile",))
    for i, entry in enumerate(parts.bank.criteria):
        name, place = "criteria.yaml", ("criteria", i)
        _add_owner(graph, parts, entry.id, name, place)
        applies = _applies(entry.id)
        made = _of_rating(entry.id, entry.rating) if entry.rating else set()
        graph.add(
            applies, _of_condition(entry.id, entry.when) if entry.when else set(), name, place
        )
        graph.add(_level(entry.id), {applies} | made, name, place)
    return graph


def _add_owner(graph: _Graph, parts: SchemeParts, owner: str, name: str, place: Place) -> None:
    """What the figures and questions of the owner depend on."""
    for i, figure in enumerate(parts.figures(owner)):
        node = f"{owner}/{figure.id}"
        operands = {_node(owner, operand) for operand in figure.operands}
        graph.add(node, operands, name, (*place, "figures", i))
        graph.figures.add(node)
    asked = set() if owner == PROFILE else {_applies(owner)}
    for i, question in enumerate(parts.questions(owner)):
        inner = _of_condition(owner, question.when) if question.when else set()
        graph.add(f"{owner}/{question.id}", asked | inner, name, (*place, "questions", i))


def _level(owner: str) -> Node:
    return f"the level of {owner}"


def _applies(owner: str) -> Node:
    return f"whether {owner} applies"


def _node(owner: str, written: str) -> Node:
    found = reference(owner, written)
    return f"{found.owner}/{found.name}"


def _of_condition(owner: str, entry: ConditionEntry) -> set[Node]:
    nodes = {_node(owner, inner.of) for inner in entry.walk() if inner.of is not None}
    return nodes | {_level(inner.level_of) for inner in entry.walk() if inner.level_of is not None}


def _of_rating(owner: str, entry: RatingEntry) -> set[Node]:
    nodes: set[Node] = set()
    for part in entry.walk():
        nodes |= {_node(owner, part.source)} if part.source is not None else set()
        for rung in part.rungs:
            nodes |= _of_condition(owner, rung)
    return nodes
