"""What can come of a complaint about how an application is handled."""

from enum import StrEnum


class Finding(StrEnum):
    """Whether the secretariat finds that a complaint is right."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
