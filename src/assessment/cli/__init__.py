"""The `assessment` command. Each group stands in its own file and is imported when it is called."""

import os

import click

from assessment.cli.groups import lazy

COMMANDS = {
    "audit": "assessment.cli.audit",
    "certificates": "assessment.cli.certificates",
    "criteria": "assessment.cli.criteria",
    "db": "assessment.cli.database",
    "demonstration": "assessment.cli.demonstration",
    "people": "assessment.cli.people",
    "serve": "assessment.cli.serve",
    "worker": "assessment.cli.worker",
}
"""Command to module; the module's `command` is what runs."""

OWNER_ALONE = 0o077
"""The mask for every file that a command makes: people's answers and hashes are in them."""


@click.group(cls=lazy(COMMANDS))
@click.version_option(package_name="cluster-assessment")
def main() -> None:
    """Excellence labels for clusters: serve the product and look after one installation."""
    os.umask(OWNER_ALONE)
