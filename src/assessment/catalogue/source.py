"""YAML text to plain values that know their lines.

Only what a criteria file needs is read: mappings with plain keys, lists, texts, whole numbers,
decimals, yes/no and null. Anchors, aliases and tags are refused, so a small file stays small.
"""

from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from assessment.catalogue.faults import CriteriaFault, Fault

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

Place = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"


@dataclass
class Source:
    """A file's value with the line of each key and list item, by its place in the value."""

    path: str
    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of the place, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str) -> Fault:
        return Fault(self.path, self.line(place), message)


def read_source(path: str, text: str) -> Source:
    """The value of a YAML 1.2 text with its lines. Raises `CriteriaFault` naming each fault."""
    if len(text.encode()) > MAX_BYTES:
        raise CriteriaFault([Fault(path, 1, f"larger than {MAX_BYTES} bytes")])
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CriteriaFault([Fault(path, line, f"not valid YAML: {error.problem}")]) from None
    except (YAMLError, RecursionError, ValueError) as error:
        first = (str(error) or "nested too deeply").splitlines()[0]
        raise CriteriaFault([Fault(path, 1, f"not valid YAML: {first}")]) from None
    if root is None:
        raise CriteriaFault([Fault(path, 1, "the file is empty")])
    return _Reader(path).read(root)


class _Reader:
    def __init__(self, path: str) -> None:
        self.source = Source(path)
        self.faults: list[Fault] = []
        self.seen: set[int] = set()

    def read(self, root: Node) -> Source:
        self.source.value = self._value(root, ())
        if self.faults:
            raise CriteriaFault(self.faults)
        return self.source

    def _fault(self, node: Node, message: str) -> None:
        self.faults.append(Fault(self.source.path, node.start_mark.line + 1, message))

    def _value(self, node: Node, place: Place) -> Any:
        self.source.lines.setdefault(place, node.start_mark.line + 1)
        if node.anchor or id(node) in self.seen:
            self._fault(node, "anchors (&) and aliases (*) are not used in criteria files")
            return None
        self.seen.add(id(node))
        if len(place) > MAX_DEPTH:
            self._fault(node, f"nested more than {MAX_DEPTH} levels deep")
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*place, i)) for i, item in enumerate(node.value)]
        return self._scalar(node) if isinstance(node, ScalarNode) else None

    def _mapping(self, node: MappingNode, place: Place) -> dict[str | int, Any]:
        result: dict[str | int, Any] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if isinstance(key_node, ScalarNode) else None
            if isinstance(key, bool) or not isinstance(key, str | int):
                self._fault(key_node, "a key must be a plain word or a whole number")
            elif key in result:
                self._fault(key_node, f"the key '{key}' stands here a second time")
            else:
                self.source.lines[(*place, key)] = key_node.start_mark.line + 1
                result[key] = self._value(value_node, (*place, key))
        return result

    def _scalar(self, node: ScalarNode) -> str | int | float | bool | None:
        kind, text = str(node.tag).removeprefix(_TAG), node.value
        try:
            match kind:
                case "str":
                    return str(text)
                case "int":
                    return int(text)
                case "float":
                    return float(text)
                case "bool":
                    return bool(text.lower() == "true")
                case "null":
                    return None
        except ValueError:
            pass
        self._fault(node, f"'{text[:40]}' is not a text or number that criteria files use")
        return None
