"""Reading a scheme's folder, whatever stands there beside or in place of its files."""

import os
import socket
from pathlib import Path

import pytest

from assessment.catalogue import folder as reading
from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.folder import read_files
from assessment.catalogue.loader import RULES, read_edition
from assessment.catalogue.source import MAX_BYTES
from tests.catalogue.building import FILES, make_files

UNREADABLE = "the file cannot be read"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


@pytest.fixture
def regional(tmp_path):
    """The small scheme's folder."""
    return write(tmp_path / "regional", make_files())


def read(folder: Path) -> tuple[dict[str, str], list[str]]:
    """The files by name, and the faults with paths inside the folder."""
    files, faults = read_files(folder, RULES)
    return files, [str(fault).replace(f"{folder}/", "") for fault in faults]


def faults_in(folder: Path) -> list[str]:
    """Everything that keeps the folder from being an edition."""
    with pytest.raises(CriteriaFault) as caught:
        read_edition(folder)
    return [fault.replace(f"{folder}/", "") for fault in caught.value.faults]


def test_files_are_read_by_name_and_exact_text(tmp_path):
    files = make_files() | {"gold.yaml": FILES["gold.yaml"].replace("\n", "\r\n") + "# ä €\n"}
    assert read(write(tmp_path, files)) == (files, [])


def test_other_files_are_left_alone(regional):
    others = {"README.md": "#", "texts/notes.txt": "", "old/gold.yaml": "", "examples/a.yaml": "{"}
    write(regional, others)
    assert read(regional) == (make_files(), [])


def test_what_is_not_utf_8_is_told_with_its_line(regional):
    (regional / "gold.yaml").write_bytes("id: gold\ntier: gold\n# é\n".encode("latin-1"))
    (regional / "texts/fi.yaml").write_bytes("language: fi\n".encode("utf-16"))
    assert read(regional)[1] == [
        "gold.yaml:3: expected text in UTF-8, found other bytes",
        "texts/fi.yaml:1: expected text in UTF-8, found other bytes",
    ]


def test_file_that_is_not_utf_8_does_not_hide_the_faults_of_others(regional):
    write(regional, make_files(("criteria.yaml", "at_least: 3", "at_least: 0")))
    (regional / "gold.yaml").write_bytes(b"\xff")
    assert faults_in(regional) == [
        "criteria.yaml:4: defaults.evidence.at_least: expected at least 1, found the number 0",
        "gold.yaml:1: expected text in UTF-8, found other bytes",
    ]


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 10**10])
def test_file_that_is_too_large_is_not_read_to_its_end(regional, size):
    with (regional / "gold.yaml").open("wb") as file:
        file.truncate(size)
    assert read(regional)[1] == ["gold.yaml:1: expected at most 1000000 bytes, found more"]


def test_folder_in_place_of_a_file_is_a_fault(regional):
    (regional / "gold.yaml").unlink()
    (regional / "gold.yaml").mkdir()
    assert faults_in(regional) == ["gold.yaml:1: expected a file, found a folder"]


def test_pipe_in_place_of_a_file_is_not_waited_for(regional):
    (regional / "gold.yaml").unlink()
    os.mkfifo(regional / "gold.yaml")
    assert faults_in(regional) == ["gold.yaml:1: expected a file, found something else"]


def test_socket_in_place_of_a_file_is_a_fault(regional, monkeypatch):
    (regional / "gold.yaml").unlink()
    monkeypatch.chdir(regional)  # the name of a socket may only be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("gold.yaml")
        assert faults_in(regional) == ["gold.yaml:1: expected a file, found something else"]


def test_link_inside_the_folder_is_followed(regional):
    write(regional, {"kept/gold.text": FILES["gold.yaml"]})
    (regional / "gold.yaml").unlink()
    (regional / "gold.yaml").symlink_to("kept/gold.text")
    assert read(regional) == (make_files(), [])


@pytest.mark.parametrize("target", ["/etc/passwd", "../secret.yaml", "/dev/zero", "/"])
def test_link_out_of_the_folder_is_not_followed(regional, target):
    write(regional.parent, {"secret.yaml": FILES["gold.yaml"]})
    (regional / "gold.yaml").unlink()
    (regional / "gold.yaml").symlink_to(target)
    assert faults_in(regional) == ["gold.yaml:1: a link that leads out of the folder"]


def test_folder_of_texts_that_leads_elsewhere_is_not_followed(regional):
    (regional / "texts").rename(regional.parent / "texts")
    (regional / "texts").symlink_to("../texts")
    assert read(regional)[1] == [
        f"texts/{name}.yaml:1: a link that leads out of the folder" for name in ("en", "fi")
    ]


def test_link_to_a_sibling_with_a_longer_name_leads_out(regional):
    write(regional.parent, {"regional-old/gold.yaml": FILES["gold.yaml"]})
    (regional / "gold.yaml").unlink()
    (regional / "gold.yaml").symlink_to("../regional-old/gold.yaml")
    assert faults_in(regional) == ["gold.yaml:1: a link that leads out of the folder"]


@pytest.mark.parametrize("target", ["gold.yaml", "nowhere.yaml"])
def test_link_that_leads_nowhere_is_a_fault(regional, target):
    (regional / "gold.yaml").unlink()
    (regional / "gold.yaml").symlink_to(target)
    assert faults_in(regional) == [f"gold.yaml:1: {UNREADABLE}"]


def test_folder_that_is_a_link_to_itself_has_no_texts(regional):
    for path in (regional / "texts").iterdir():
        path.unlink()
    (regional / "texts").rmdir()
    (regional / "texts").symlink_to("texts")
    assert faults_in(regional) == [
        "texts/en.yaml:1: the file is missing",
        "texts/fi.yaml:1: the file is missing",
    ]


def test_file_that_vanishes_or_refuses_is_a_fault(regional, monkeypatch):
    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(Path, "open", refuse)
    assert set(read(regional)[1]) == {f"{name}:1: {UNREADABLE}" for name in FILES}


@pytest.mark.parametrize(
    "name", ["go\nld.yaml", "\udcff.yaml", "-rf.yaml", "gold;ls.yaml", "x" * 250 + ".yaml"]
)
def test_strange_name_of_a_file_is_told_on_one_line(regional, name):
    (regional / name).write_text("a: 1")
    (fault,) = faults_in(regional)
    assert "\n" not in fault
    assert fault.endswith(".yaml:1: scheme.yaml names no label or language for this file")
    assert fault.encode()


def test_files_are_counted(tmp_path):
    write(tmp_path, {f"{i}.yaml": "a: 1" for i in range(200)})
    assert len(read(tmp_path)[0]) == 200
    write(tmp_path, {"last.yaml": "a: 1"})
    with pytest.raises(CriteriaFault) as caught:
        read(tmp_path)
    assert caught.value.faults == [f"{tmp_path}:1: expected at most 200 files, found 201"]


def test_all_files_together_have_an_end(regional, monkeypatch):
    monkeypatch.setattr(reading, "MAX_CHARACTERS", 1000)
    with pytest.raises(CriteriaFault) as caught:
        read(regional)
    expected = f"{regional}:1: expected at most 1000 characters in all files, found more"
    assert caught.value.faults == [expected]
