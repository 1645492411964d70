"""Regions of Europe by NUTS code and by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_COUNTRIES = {"EL": "GR", "UK": "GB"}
"""Where NUTS writes a country otherwise than ISO 3166."""
_LANGUAGES = ("en", "fi")


@dataclass(frozen=True, slots=True)
class Region:
    """A region of NUTS level 1 to 3; `names` are its names in our languages where it has any."""

    code: str
    name: str
    names: tuple[str, ...] = ()

    @property
    def country(self) -> str:
        """ISO 3166 alpha-2."""
        return _COUNTRIES.get(self.code[:2], self.code[:2])

    @property
    def level(self) -> int:
        return len(self.code) - 2

    def name_in(self, language: str) -> str:
        """The name that the language has for it, else its own."""
        known = dict(zip(_LANGUAGES, self.names, strict=False))
        return known.get(language, self.name)


@cache
def regions() -> Mapping[str, Region]:
    """Every region by its code, in the order of the codes."""
    text = (files("assessment") / "reports/regions/nuts-2024.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {code: Region(code, name, tuple(names)) for code, name, *names in rows}


def regions_of(country: str) -> tuple[Region, ...]:
    """The regions of a country (ISO 3166) that clusters name: levels 2 and 3."""
    return tuple(r for r in regions().values() if r.country == country and r.level > 1)


def region_name(code: str, language: str) -> str:
    """The region with its code, such as `Lapland (FI1D7)`; the code alone where it is unknown."""
    found = regions().get(code)
    return f"{found.name_in(language)} ({code})" if found else code


def find_region(text: str, country: str) -> Region | None:
    """The country's region by what somebody wrote: its code, its name, or the name with the code.

    Of several levels with one name it is the smallest region; None where two of them differ.
    """
    written = text.strip()
    code = written.rpartition("(")[2].rstrip(") ").upper()
    if (found := regions().get(code)) is not None:
        return found if found.country == country else None
    named = [
        region
        for region in regions().values()
        if region.country == country and _is_called(region, written)
    ]
    smallest = [r for r in named if r.level == max(other.level for other in named)]
    return smallest[0] if len(smallest) == 1 else None


def _is_called(region: Region, written: str) -> bool:
    names = {region.name, *region.names, *region.name.split("/")}
    return written.casefold() in {name.casefold().strip() for name in names}
