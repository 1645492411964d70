"""A message about what was done, with the way to undo it."""

from typing import Any

from flask import flash, url_for


def flash_with_undo(text: str, endpoint: str, values: dict[str, Any], **fields: str) -> None:
    """Tells what was done beside a button that posts the fields to the endpoint."""
    flash(
        {"text": text, "action": url_for(endpoint, **values), "fields": fields},  # type: ignore[arg-type]
        "undo",
    )
