"""`python -m assessment` is the `assessment` command."""

from assessment.cli import main

main()
