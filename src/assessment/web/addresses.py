"""Addresses to return to."""

from flask import url_for


def own_page(address: str | None, otherwise: str = "public.home") -> str:
    """The address when it is a path of ours, else another page: nobody is sent elsewhere."""
    address = address or ""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path and address.isprintable() else url_for(otherwise)
