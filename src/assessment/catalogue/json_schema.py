"""JSON Schemas of the files that people write, for editors that complete and check while typing.

They are made from the same models that read the files, and say what one file can say by itself;
what must hold between files is said by `assessment criteria check`.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from assessment.catalogue.schema import (
    AnchorsFile,
    ChangesFile,
    CriteriaFile,
    ExamplesFile,
    LabelFile,
    SchemeFile,
    TextsFile,
)
from assessment.catalogue.schema.base import Part

DIALECT = "https://json-schema.org/draft/2020-12/schema"

FILES: Mapping[str, type[Part]] = {
    "scheme.json": SchemeFile,
    "criteria.json": CriteriaFile,
    "label.json": LabelFile,
    "anchors.json": AnchorsFile,
    "texts.json": TextsFile,
    "examples.json": ExamplesFile,
    "changes.json": ChangesFile,
}
"""The schema of each kind of file."""

_LEVEL_KEY = "^([0-9]|1[0-9]|20)$"
"""A rating level as the key of a mapping: keys are texts in JSON."""


def schema_files() -> dict[str, str]:
    """The text of each schema file by its name."""
    return {name: _text_of(model) for name, model in FILES.items()}


def _text_of(model: type[Part]) -> str:
    """The text of a schema file. A translation may lack texts, so that no text is required."""
    made = model.model_json_schema(schema_generator=_Generator, mode="validation")
    if model is TextsFile:
        for part in made["$defs"].values():
            part.pop("required", None)
        made["required"] = ["language"]
    whole = {"$schema": DIALECT, **_on_one_line(made)}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _on_one_line(value: Any) -> Any:
    """The value with every description on one line: editors break lines themselves."""
    if isinstance(value, dict):
        return {
            key: " ".join(inner.split())
            if key == "description" and isinstance(inner, str)
            else _on_one_line(inner)
            for key, inner in value.items()
        }
    return [_on_one_line(inner) for inner in value] if isinstance(value, list) else value


class _Generator(GenerateJsonSchema):
    """Schemas for people who write: a key is left out or has a value, and is never null.

    Keys of mappings are held to their form: names by their pattern, levels by their digits.
    """

    def generate(
        self, schema: core_schema.CoreSchema, mode: JsonSchemaMode = "validation"
    ) -> JsonSchemaValue:
        made = super().generate(schema, mode)
        made.pop("$schema", None)
        return made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default", None) in (None, [], {}) or isinstance(schema["default"], Part):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        made = super().enum_schema(schema)
        made.pop("title", None)
        return made

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        keys = schema.get("keys_schema", core_schema.any_schema())
        names = {"pattern": _LEVEL_KEY}
        if keys["type"] != "int":
            names = {key: v for key, v in self.generate_inner(keys).items() if key == "pattern"}
        made: JsonSchemaValue = {"type": "object"}
        if names:
            made["propertyNames"] = names
        made["additionalProperties"] = self.generate_inner(schema["values_schema"]) or True
        self.update_with_validations(made, schema, self.ValidationsMapping.object)
        return made
