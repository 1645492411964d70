"""The keys of criteria files, and what each may hold. docs/criteria.md explains them to authors."""

from assessment.catalogue.schema.anchors import AnchorsFile
from assessment.catalogue.schema.criteria import CriteriaFile
from assessment.catalogue.schema.examples import AnswersFile, ExamplesFile
from assessment.catalogue.schema.labels import LabelFile
from assessment.catalogue.schema.scheme import SchemeFile
from assessment.catalogue.schema.texts import TextsFile
from assessment.catalogue.schema.versions import ChangesFile, TranslatedFile

__all__ = [
    "AnchorsFile",
    "AnswersFile",
    "ChangesFile",
    "CriteriaFile",
    "ExamplesFile",
    "LabelFile",
    "SchemeFile",
    "TextsFile",
    "TranslatedFile",
]
