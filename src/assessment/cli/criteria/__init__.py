"""`assessment criteria`: what labelling bodies do with criteria files. One file for each command."""

import click

from assessment.cli.groups import lazy

COMMANDS = {
    "check": "assessment.cli.criteria.check",
    "diff": "assessment.cli.criteria.diff",
    "export": "assessment.cli.criteria.export",
    "impact": "assessment.cli.criteria.impact",
    "new": "assessment.cli.criteria.new",
    "publish": "assessment.cli.criteria.publish",
    "schema": "assessment.cli.criteria.schema",
    "score": "assessment.cli.criteria.score",
    "translated": "assessment.cli.criteria.translated",
}
"""Command to module; the module's `command` is what runs."""


@click.group("criteria", cls=lazy(COMMANDS))
def command() -> None:
    """Write, check, compare and try out criteria files."""
