"""YAML text to plain values that know their lines.

Only what a criteria file needs is read: mappings with plain keys, lists, texts, whole numbers,
decimals, yes/no and null. Anchors, aliases and tags are refused, so a small file stays small;
directives are refused because `%YAML 1.1` would turn the text `no` into a truth value.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scanner import Scanner, ScannerError

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
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise CriteriaFault([Fault(path, 1, f"larger than {MAX_BYTES} bytes")])
    try:
        root = _compose(text)
    except MaxDepthExceededError as error:
        message = f"nested more than {MAX_DEPTH} levels deep"
        raise CriteriaFault([Fault(path, error.problem_mark.line + 1, message)]) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CriteriaFault([Fault(path, line, f"not valid YAML: {error.problem}")]) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"not valid YAML: the character U+{error.character:04X} is not allowed"
        raise CriteriaFault([Fault(path, line, message)]) from None
    except (YAMLError, RecursionError, ValueError) as error:
        first = (str(error) or "nested too deeply").splitlines()[0]
        raise CriteriaFault([Fault(path, 1, f"not valid YAML: {first}")]) from None
    if root is None:
        raise CriteriaFault([Fault(path, 1, "the file is empty")])
    return _Reader(path).read(root)


class _PlainScanner(Scanner):
    def fetch_directive(self) -> None:
        message = "directives (%) are not used in criteria files"
        raise ScannerError(None, None, message, self.reader.get_mark())


def _compose(text: str) -> Node | None:
    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner = _PlainScanner
    yaml.max_depth = MAX_DEPTH + 1
    yaml.composer.warn_double_anchors = False
    root: Node | None = yaml.compose(text)
    return root


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
        if not self._is_plain(node):
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*place, i)) for i, item in enumerate(node.value)]
        return self._scalar(node) if isinstance(node, ScalarNode) else None

    def _is_plain(self, node: Node) -> bool:
        """Whether the node has no anchor, alias or tag; if it has one, the fault is noted."""
        if node.anchor or id(node) in self.seen:
            self._fault(node, "anchors (&) and aliases (*) are not used in criteria files")
            return False
        self.seen.add(id(node))
        if node.ctag.handle or not str(node.tag).startswith(_TAG):
            self._fault(node, "tags (!) are not used in criteria files")
            return False
        return True

    def _mapping(self, node: MappingNode, place: Place) -> dict[str | int, Any]:
        result: dict[str | int, Any] = {}
        for key_node, value_node in node.value:
            if not self._is_plain(key_node):
                continue
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
        with suppress(ValueError):  # a number that Python cannot read is a fault like the rest
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
        self._fault(node, f"'{text[:40]}' is not a text or number that criteria files use")
        return None
