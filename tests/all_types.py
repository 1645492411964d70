"""The scheme `all-types`: what somebody types into its questions, and what is kept of it."""

from pathlib import Path
from typing import Any

SCHEMES = Path(__file__).with_name("schemes")

TYPED: dict[str, Any] = {
    "q-form": "company",
    "q-field": "data",
    "q-aims": ["growth", "export"],
    "q-is-open": "false",
    "q-people": "1250",
    "q-hours": "37.5",
    "q-share": "40",
    "q-budget": "125000.5",
    "q-begun": "2019-05-02",
    "q-motto": "Wood & wool",
    "q-story": "It began in a shed.\nThen it rained.",
    "q-page": "https://timber.example/facts",
    "q-partners-0-name": "Timber House",
    "q-partners-0-kind": "firms",
    "q-partners-0-is-paid": "true",
    "q-partners-0-amount": "1000.25",
    "q-partners-0-since": "2020-01-31",
    "q-partners-1-name": "Arctic College",
    "q-partners-1-kind": "schools",
    "q-partners-1-is-paid": "",
    "q-partners-1-amount": "0",
    "q-partners-1-since": "",
}
"""An answer to every question of `facts` but the file, in the fields of the page."""

KEPT: dict[str, Any] = {
    "form": "company",
    "field": "data",
    "aims": ["growth", "export"],
    "is-open": False,
    "people": "1250",
    "hours": "37.5",
    "share": "40",
    "budget": "125000.5",
    "begun": "2019-05-02",
    "motto": "Wood & wool",
    "story": "It began in a shed.\nThen it rained.",
    "page": "https://timber.example/facts",
    "partners": [
        {
            "name": "Timber House",
            "kind": "firms",
            "is-paid": True,
            "amount": "1000.25",
            "since": "2020-01-31",
        },
        {"name": "Arctic College", "kind": "schools", "amount": "0"},
    ],
}
"""The same as plain values."""

PROFILE_TYPED: dict[str, Any] = {
    "q-founded": "2015-03-01",
    "q-staff": "2.5",
    "q-members": "40",
    "q-kinds": ["firms", "schools"],
    "q-is-online": "true",
    "q-website": "https://timber.example",
    "q-remarks": "",
}
"""A profile with which the cluster may apply, in the fields of the page."""

PROFILE_KEPT: dict[str, Any] = {
    "founded": "2015-03-01",
    "staff": "2.5",
    "members": "40",
    "kinds": ["firms", "schools"],
    "is-online": True,
    "website": "https://timber.example",
}
"""The same as plain values."""
