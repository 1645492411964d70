"""The `assessment` command. Each group stands in its own file and is imported when it is called."""

import os
from importlib import import_module

import click

COMMANDS = {
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


class _Groups(click.Group):
    """Imports only the group that is called, so that none waits for what another needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.group(cls=_Groups)
@click.version_option(package_name="cluster-assessment")
def main() -> None:
    """Excellence labels for clusters: serve the product and look after one installation."""
    os.umask(OWNER_ALONE)
