"""Addresses that come from a form."""

from flask import url_for


def own_page(address: str) -> str:
    """The address when it is a path of ours, else the front page: nobody is sent elsewhere."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path and address.isprintable() else url_for("public.home")
