"""The wheel carries everything that the product needs outside a checkout."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest


@pytest.fixture(scope="module")
def names(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel that was just built."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(checkout)], check=True)
    with ZipFile(next(folder.glob("*.whl"))) as wheel:
        return set(wheel.namelist())


@pytest.mark.parametrize(
    ("source", "kind", "target"),
    [
        ("templates", "*", "assessment/_data/templates"),
        ("criteria", "*.yaml", "assessment/_data/criteria"),
        ("src/assessment/static", "*", "assessment/static"),
        ("src/assessment/db/migrations/versions", "*.py", "assessment/db/migrations/versions"),
    ],
)
def test_wheel_carries_each_file(
    checkout: Path, names: set[str], source: str, kind: str, target: str
) -> None:
    folder = checkout / source
    files = [path for path in folder.rglob(kind) if path.is_file()]
    wanted = {f"{target}/{path.relative_to(folder).as_posix()}" for path in files}
    assert wanted
    assert wanted - names == set()


def test_wheel_carries_compiled_translations(checkout: Path, names: set[str]) -> None:
    folder = checkout / "src/assessment"
    sources = folder.glob("translations/*/LC_MESSAGES/*.po")
    wanted = {f"assessment/{path.relative_to(folder).with_suffix('.mo')}" for path in sources}
    assert wanted
    assert wanted - names == set()


def test_wheel_carries_the_licence(names: set[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_wheel_carries_nothing_of_an_installation(names: set[str]) -> None:
    assert {name.partition("/")[0] for name in names if "dist-info" not in name} == {"assessment"}
    assert not [name for name in names if "instance" in name or name.endswith((".db", ".pyc"))]
