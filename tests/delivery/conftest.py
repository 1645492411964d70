"""A start in a folder of its own, as a person would do it, without what others have set."""

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

from served import Served, served

ASSESSMENT = str(Path(sys.executable).with_name("assessment"))
SERVE_DEMONSTRATION = [ASSESSMENT, "serve", "--demonstration"]


def clean_environ(instance: Path) -> dict[str, str]:
    """The caller's variables without settings of another installation."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ASSESSMENT_", "PYTEST_"))}
    return kept | {"ASSESSMENT_INSTANCE": str(instance), "HOST": "", "PORT": "0"}


@pytest.fixture(scope="session")
def checkout() -> Path:
    return Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class FirstStart:
    """What the first start said, and the instance folder that it made; the demonstration in it."""

    output: str
    instance: Path


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> FirstStart:
    """A first start, stopped once its documents are made. Its folder is to be copied, not used."""
    instance = tmp_path_factory.mktemp("first") / "instance"
    with served(SERVE_DEMONSTRATION, clean_environ(instance), instance.parent) as running:
        running.wait_for_address(180)
        running.interrupt(60)
    return FirstStart(running.output, instance)


@pytest.fixture
def instance(first_start: FirstStart, tmp_path: Path) -> Path:
    """The instance folder of this test, with the demonstration loaded."""
    return Path(shutil.copytree(first_start.instance, tmp_path / "instance"))


@pytest.fixture
def serve(tmp_path: Path) -> Callable[..., AbstractContextManager[Served]]:
    """Starts `assessment serve` on a free port; options by place, variables by keyword.

    Ended with the block.
    """

    def start(*options: str, **variables: str) -> AbstractContextManager[Served]:
        environ = clean_environ(tmp_path / "instance") | variables
        return served([ASSESSMENT, "serve", *options], environ, tmp_path)

    return start
