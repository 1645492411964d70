"""A start in a folder of its own, as a person would do it, without what others have set."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from served import Served, served

ASSESSMENT = str(Path(sys.executable).with_name("assessment"))


def clean_environ(instance: Path) -> dict[str, str]:
    """The caller's variables without settings of another installation."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ASSESSMENT_", "PYTEST_"))}
    return kept | {"ASSESSMENT_INSTANCE": str(instance), "HOST": "", "PORT": "0"}


@pytest.fixture(scope="session")
def checkout() -> Path:
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def loaded_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the demonstration in it; to be copied, not used."""
    instance = tmp_path_factory.mktemp("loaded") / "instance"
    environ = clean_environ(instance)
    subprocess.run([ASSESSMENT, "demonstration", "load"], env=environ, check=True)
    return instance


@pytest.fixture
def instance(loaded_instance: Path, tmp_path: Path) -> Path:
    """The instance folder of this test, with the demonstration loaded."""
    return Path(shutil.copytree(loaded_instance, tmp_path / "instance"))


@pytest.fixture
def serve(tmp_path: Path) -> Callable[..., AbstractContextManager[Served]]:
    """Starts `assessment serve` on a free port; variables by keyword. Ended with the block."""

    def start(**variables: str) -> AbstractContextManager[Served]:
        environ = clean_environ(tmp_path / "instance") | variables
        return served([ASSESSMENT, "serve"], environ, tmp_path)

    return start
