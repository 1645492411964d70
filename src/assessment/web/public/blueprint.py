"""The pages of this persona, under one name."""

from flask import Blueprint

pages = Blueprint("public", __name__)
