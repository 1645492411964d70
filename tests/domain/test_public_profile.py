"""What of a cluster is public: what its owner opens, and nothing else."""

from datetime import date
from fractions import Fraction
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.clusters import ClusterFacts, YearFigure
from assessment.domain.public_profile import (
    USUAL_PARTS,
    PublicPart,
    PublicProfile,
    opened,
    plain_parts,
    read_parts,
    web_address,
)

FACTS = ClusterFacts(
    name="Northern Timber",
    country="FI",
    organisation="Timber House",
    region="FI1D7",
    founded=date(2015, 3, 1),
    legal_form="association",
    website="https://timber.example/en",
    eccp_address="https://eccp.example/timber",
    description="Wood.",
    description_local="Puuta.",
    local_language="fi",
    sectors=("forestry",),
    priorities=("Secret priority",),
    networks=("eccp",),
    other_networks="Northern ring",
    contact_name="Olga",
    contact_email="olga@people.example",
    contact_phone="+358 1",
)
FIGURES = {
    YearFigure.SMES: Fraction(20),
    YearFigure.STAFF: Fraction(5, 2),
    YearFigure.BUDGET: Fraction(900_000),
    YearFigure.PROJECTS: Fraction(7),
}


def test_nothing_open_leaves_name_and_place() -> None:
    assert opened(FACTS, (), 2025, FIGURES) == PublicProfile("Northern Timber", "FI", "FI1D7")


def test_the_usual_parts_name_no_person_and_no_figure() -> None:
    assert opened(FACTS, USUAL_PARTS, 2025, FIGURES) == PublicProfile(
        "Northern Timber",
        "FI",
        "FI1D7",
        organisation="Timber House",
        website="https://timber.example/en",
        sectors=("forestry",),
        description="Wood.",
        description_local="Puuta.",
        local_language="fi",
    )


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (PublicPart.FOUNDED, {"founded": date(2015, 3, 1)}),
        (
            PublicPart.NETWORKS,
            {
                "networks": ("eccp",),
                "other_networks": "Northern ring",
                "eccp_address": "https://eccp.example/timber",
            },
        ),
        (
            PublicPart.CONTACT,
            {
                "contact_name": "Olga",
                "contact_email": "olga@people.example",
                "contact_phone": "+358 1",
            },
        ),
        (
            PublicPart.FIGURES,
            {
                "year": 2025,
                "members": Fraction(20),
                "figures": (
                    (YearFigure.SMES, Fraction(20)),
                    (YearFigure.STAFF, Fraction(5, 2)),
                ),
            },
        ),
    ],
)
def test_each_other_part_opens_what_it_names(part: PublicPart, told: dict[str, object]) -> None:
    expected = PublicProfile("Northern Timber", "FI", "FI1D7", **told)  # type: ignore[arg-type]
    assert opened(FACTS, {part}, 2025, FIGURES) == expected


def test_figures_without_any_that_is_open_tell_no_year() -> None:
    closed = {YearFigure.BUDGET: Fraction(1)}
    assert opened(FACTS, set(PublicPart), 2025, closed).year is None


@given(st.sets(st.sampled_from(PublicPart)))
def test_parts_are_read_as_they_were_kept(parts: set[PublicPart]) -> None:
    assert read_parts(plain_parts(parts)) == parts
    assert plain_parts(parts) == sorted(plain_parts(parts), key=list(PublicPart).index)


def test_a_part_that_nobody_knows_is_closed() -> None:
    assert read_parts(["website", "budget", ""]) == {PublicPart.WEBSITE}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://timber.example/en?a=1", "https://timber.example/en?a=1"),
        ("HTTP://timber.example", "HTTP://timber.example"),
        (" https://timber.example ", "https://timber.example"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//timber.example", ""),
        ("timber.example", ""),
        ("https://", ""),
        ("http://[broken", ""),
        ("mailto:olga@people.example", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_are_public(text: str, address: str) -> None:
    assert web_address(text) == address


@given(st.text())
def test_whatever_is_written_leads_to_the_web_or_nowhere(text: str) -> None:
    found = web_address(text)
    assert found == "" or urlsplit(found).scheme in ("http", "https")


@given(st.sets(st.sampled_from(PublicPart)))
def test_a_closed_part_is_never_told(parts: set[PublicPart]) -> None:
    told = repr(opened(FACTS, parts, 2025, FIGURES))
    signs = {
        PublicPart.ORGANISATION: "Timber House",
        PublicPart.WEBSITE: "timber.example/en",
        PublicPart.SECTORS: "forestry",
        PublicPart.DESCRIPTION: "Puuta.",
        PublicPart.FOUNDED: "2015",
        PublicPart.FIGURES: "staff",
        PublicPart.NETWORKS: "Northern ring",
        PublicPart.CONTACT: "olga@people.example",
    }
    assert {part for part, sign in signs.items() if sign in told} == parts
    assert "Secret priority" not in told
    assert "900000" not in told
