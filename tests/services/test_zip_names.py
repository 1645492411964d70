"""Names inside an archive: safe on any computer, and each one once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.services.zip_names import FILE_BYTES, FOLDER_BYTES, Places, safe_part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Northern Timber", "Northern Timber"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\Windows\\system32", "C Windows system32"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Konsortium", "Konsortium"),
        ("  .hidden. ", "hidden"),
        ('a<b>c:d"e|f?g*h', "abcdefgh"),
        ("name\u202egpj.exe", "namegpj.exe"),
        ("Älykäs\nmetsä", "Älykäsmetsä"),
        ("...", "_"),
        ("", "_"),
    ],
)
def test_part_of_a_path_is_safe(text: str, part: str) -> None:
    assert safe_part(text, FOLDER_BYTES) == part


def test_part_is_cut_between_letters() -> None:
    assert safe_part("ä" * 60, FOLDER_BYTES) == "ä" * 50
    assert safe_part("a" * 99 + "ä", FOLDER_BYTES) == "a" * 99


@given(st.text(max_size=400), st.integers(10, 200))
def test_no_part_can_steer_a_path(text: str, most: int) -> None:
    part = safe_part(text, most)
    assert 1 <= len(part.encode()) <= most
    assert not set(part) & set('/\\<>:"|?*\0\n')
    assert part == part.strip(" .")
    assert part.isprintable()


@given(
    st.lists(st.tuples(st.integers(1, 4), st.text(max_size=6), st.text(max_size=6)), max_size=20)
)
def test_each_document_has_a_place_of_its_own_whatever_it_is_called(
    documents: list[tuple[int, str, str]],
) -> None:
    names = {number: name for number, name, _file in documents}
    places, again = Places(), Places()
    found = [places.place(n, names[n], f"{file}.pdf") for n, _name, file in documents]
    assert len({place.casefold() for place in found}) == len(found)
    assert found == [again.place(n, names[n], f"{file}.pdf") for n, _name, file in documents]
    folders: dict[str, set[int]] = {}
    for (number, _name, _file), place in zip(documents, found, strict=True):
        folder, _slash, name = place.partition("/")
        folders.setdefault(folder.casefold(), set()).add(number)
        assert name.endswith(".pdf")
        assert len(name.encode()) < FILE_BYTES + 10
    assert all(len(numbers) == 1 for numbers in folders.values())


def test_clusters_of_the_same_name_have_folders_of_their_own() -> None:
    places = Places()
    assert places.place(1, "Timber", "report.pdf") == "Timber/report.pdf"
    assert places.place(2, "TIMBER", "report.pdf") == "TIMBER 2/report.pdf"
    assert places.place(1, "Timber", "Report.pdf") == "Timber/Report 2.pdf"


def test_no_folder_stands_in_the_place_of_the_list() -> None:
    assert Places("index.csv").place(1, "Index.csv", "a.pdf") == "Index.csv 2/a.pdf"
