"""`assessment worker`: mail and documents behind the web."""

import click

from assessment.cli.startup import read_settings
from assessment.jobs.worker import run_worker


@click.command("worker")
def command() -> None:
    """Run the background worker until it is stopped (`serve` starts one itself)."""
    run_worker(read_settings())
