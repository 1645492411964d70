"""What gunicorn is told, and what its workers do without."""

import subprocess
import sys
from pathlib import Path

import pytest

from assessment.cli.web_server import _Gunicorn
from assessment.config import Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [("workers", 3), ("timeout", 300), ("graceful_timeout", 10), ("bind", ["fd://7"])],
)
def test_gunicorn_is_told(tmp_path: Path, name: str, value: object) -> None:
    settings = Settings(
        instance_path=tmp_path, secret_key="k" * 32, password_salt="s" * 16, web_workers=3
    )
    assert getattr(_Gunicorn(settings, 7).cfg, name) == value


@pytest.mark.parametrize("library", ["weasyprint", "openpyxl", "PIL"])
def test_a_worker_starts_without_what_draws_documents(library: str) -> None:
    asked = f"import sys, assessment.app; print({library!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
