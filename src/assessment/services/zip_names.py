"""Names inside a ZIP archive that any computer can unpack: safe, short enough, each one once."""

import unicodedata

FOLDER_BYTES = 100
FILE_BYTES = 200
"""Bytes that a name may take, in UTF-8; most file systems take 255."""
_DEVICES = frozenset({"con", "prn", "aux", "nul"}) | {
    f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10)
}
"""Names that mean a device to Windows, with any ending."""
_UNSAFE = '<>:"|?*'


def safe_part(text: str, most: int) -> str:
    """One part of a path without what could steer it, of at most so many bytes; never empty."""
    spaced = unicodedata.normalize("NFC", text).translate(str.maketrans("/\\", "  "))
    kept = "".join(c for c in spaced if c.isprintable() and c not in _UNSAFE)
    cut = " ".join(kept.split()).encode()[:most].decode(errors="ignore").strip(" .")
    if not cut:
        return "_"
    return f"_{cut}"[:most] if cut.split(".")[0].strip().casefold() in _DEVICES else cut


class Places:
    """Gives each document a folder of its cluster and a name; the same in the same order.

    `reserved` are names that no folder may have.
    """

    def __init__(self, *reserved: str) -> None:
        self._folders: dict[int, str] = {}
        self._taken = {name.casefold() for name in reserved}

    def place(self, cluster_id: int, cluster: str, filename: str) -> str:
        """The path of a document; `cluster_id` tells apart clusters of the same name."""
        if cluster_id not in self._folders:
            self._folders[cluster_id] = self._free("", safe_part(cluster, FOLDER_BYTES))
        stem, _dot, ending = filename.rpartition(".")
        return self._free(
            f"{self._folders[cluster_id]}/", safe_part(stem, FILE_BYTES), f".{ending}"
        )

    def _free(self, before: str, name: str, ending: str = "") -> str:
        """The path, with a number where it is taken; letters of either case are the same."""
        found, number = f"{before}{name}{ending}", 1
        while found.casefold() in self._taken:
            number += 1
            found = f"{before}{name} {number}{ending}"
        self._taken.add(found.casefold())
        return found
