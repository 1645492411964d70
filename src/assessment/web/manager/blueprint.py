"""The pages of this persona, under one name."""

from flask import Blueprint

pages = Blueprint("manager", __name__)
