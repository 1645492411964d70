"""The report of the portfolio: every figure as worked out by hand, and how much there is of it."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from assessment.domain.next_steps import Holder
from assessment.domain.workflow import State
from assessment.reports.pdf import html_to_pdf
from assessment.reports.portfolio import LabelLine, PortfolioFacts, portfolio_html
from assessment.reports.portfolio_facts import portfolio_facts
from assessment.reports.words.messages import Messages
from assessment.reports.words.steps import holder_names, state_names
from assessment.web.wording import NAMES

SCHEME = "cluster-excellence"
LABELS = [[SCHEME, key, "Cluster Excellence", key.title()] for key in ("bronze", "silver", "gold")]
EMPTY: dict[str, Any] = {
    "on": "2026-11-23",
    "until": "2027-11-23",
    "issuer": "The Office",
    "labels": LABELS,
    "held": 0,
    "held_by_label": [],
    "countries": {},
    "sectors": {},
    "years": {},
    "days": {},
    "success": [],
    "awards": [],
    "under_way": [],
    "ending": [],
    "overdue": [],
    "conditions": [],
    "objections": [],
    "unnamed": {"overdue": 0, "conditions": 0, "objections": 0},
    "reviewers": dict.fromkeys(
        ("reviewers", "free", "one", "two", "more", "asked", "rating", "late", "handed_in"), 0
    ),
}
LONG = "Pohjois-Pohjanmaan metsäbiotalouden ja kiertotalousteknologioiden kehittämisyhdistys ry"


def about(number: int, cluster: str = "Northern Timber", label: str = "gold") -> dict[str, Any]:
    return {"number": number, "cluster": cluster, "scheme_id": SCHEME, "label_id": label}


def ends(number: str, until: str, cluster: str = "Northern Timber") -> dict[str, Any]:
    found = about(0, cluster) | {"number": number, "until": until}
    return found | {"country": "FI", "is_renewing": False}


SMALL = EMPTY | {
    "held": 4,
    "held_by_label": [[SCHEME, "gold", 3], [SCHEME, "tin", 1]],
    "countries": {"FI": 2, "AT": 1, "SE": 1},
    "sectors": {"forestry": 3},
    "years": {"2026": 1, "2024": 3},
    "days": {"in_review": "31/2", "submitted": "4", "awarded": "9", "draft": "80"},
    "success": [[SCHEME, "tin", 1, 0], [SCHEME, "gold", 2, 1]],
    "awards": [[SCHEME, "gold", 1, 2]],
    "under_way": [[SCHEME, "gold", "in_review", 2], [SCHEME, "silver", "submitted", 1]],
    "ending": [ends("G-2024-0001", "2027-01-31")],
    "overdue": [
        about(7) | {"state": "in_review", "turn": 1, "due_on": "2026-11-20"},
        about(9) | {"state": "in_review", "turn": 0, "due_on": "2026-11-22"},
    ],
    "conditions": [about(3) | {"text": "Show the strategy.", "due_on": "2026-11-22"}],
    "objections": [
        about(5) | {"kind": "complaint", "made_at": "2026-11-01", "due_on": "2026-11-23"}
    ],
    "unnamed": {"overdue": 1, "conditions": 0, "objections": 2},
}


def facts(record: dict[str, Any], language: str = "en") -> PortfolioFacts:
    return portfolio_facts(record, language, "d" * 64)


def pages(record: dict[str, Any], language: str = "en") -> list[str]:
    pdf = PdfReader(BytesIO(html_to_pdf(portfolio_html(facts(record, language)))))
    return [page.extract_text() for page in pdf.pages]


def test_labels_on_offer_come_first_and_others_by_their_id() -> None:
    found = facts(SMALL)
    assert found.labels == (
        LabelLine("Bronze", 0, 0, 0, 0, 0),
        LabelLine("Silver", 0, 0, 0, 0, 1),
        LabelLine("Gold", 3, 1, 2, 1, 2),
        LabelLine("tin", 1, 0, 0, 0, 0),
    )
    assert (found.held, found.first, found.renewed, found.under_way) == (4, 1, 2, 3)


def test_labels_of_several_schemes_are_told_apart() -> None:
    two = EMPTY | {"labels": [*LABELS, ["island", "gold", "Islands", "Gold"]]}
    assert [line.name for line in facts(two).labels] == [
        "Bronze, Cluster Excellence",
        "Silver, Cluster Excellence",
        "Gold, Cluster Excellence",
        "Gold, Islands",
    ]


def test_rows_have_their_number_and_share_the_largest_first_and_years_in_their_order() -> None:
    found = facts(SMALL)

    def told(rows: Any) -> list[tuple[str, str, str]]:
        return [(bar.name, bar.number, bar.share) for bar in rows]

    assert told(found.countries) == [
        ("Finland", "2", "50%"),
        ("Austria", "1", "25%"),
        ("Sweden", "1", "25%"),
    ]
    assert told(found.sectors) == [("Forest, wood and paper", "3", "75%")]
    assert told(found.years) == [("2024", "3", "75%"), ("2026", "1", "25%")]
    assert told(found.states) == [("Submitted", "1", "33%"), ("In review", "2", "67%")]
    assert told(found.days) == [("Submitted", "4", ""), ("In review", "15.5", "")]
    assert [(s.name, s.decided, s.awarded, s.share) for s in found.success] == [
        ("Gold", 3, 2, "67%"),
        ("tin", 1, 1, "100%"),
    ]


def test_what_waits_says_for_whom_and_how_long() -> None:
    found = facts(SMALL)
    assert [(a.number, a.holder, a.days) for a in found.overdue] == [
        (7, "Reviewers", 3),
        (9, "Secretariat", 1),
    ]
    (condition,) = found.conditions
    assert (condition.text, condition.is_past) == ("Show the strategy.", True)
    (complaint,) = found.objections
    assert (complaint.kind, complaint.made_on, complaint.is_past) == (
        "Complaint",
        date(2026, 11, 1),
        False,
    )


@pytest.mark.parametrize("language", ["en", "fi"])
def test_states_and_holders_are_called_as_on_pages(app: Any, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        messages = Messages(language)
        states = {str(key): str(NAMES["state"][key]) for key in state_names(messages)}
        holders = {str(key): str(NAMES["holder"][key]) for key in Holder}
    assert dict(state_names(messages)) == states
    assert dict(holder_names(messages)) == holders
    assert set(State) - states.keys() == {State.DRAFT, State.DISCARDED}


def test_an_empty_portfolio_has_three_pages_and_no_contents() -> None:
    found = pages(EMPTY)
    assert len(found) == 3
    assert "0 labels are held" in found[0]
    assert "Not public." in found[0]
    assert "No application is under way." in found[1]
    assert "Contents" not in "".join(found)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["4 labels are held", "Gold 3 1 2 1 2", "In all 4 1 2 1 3", "31 Jan 2027"]),
        ("fi", ["Voimassa on 4 laatumerkkiä", "Gold 3 1 2 1 2", "Yhteensä 4 1 2 1 3", "31.1.2027"]),
    ],
)
def test_a_small_portfolio_says_its_figures_in_the_language(
    language: str, words: list[str]
) -> None:
    found = pages(SMALL, language)
    assert len(found) == 9
    text = " ".join(" ".join(found).split())
    assert [word for word in words if word not in text] == []


def test_what_is_not_named_is_counted() -> None:
    text = " ".join(" ".join(pages(SMALL)).split())
    assert "1 more is not listed, as it concerns somebody of the secretariat." in text
    assert "2 more are not listed, as they concern somebody of the secretariat." in text
    assert "Applications under way 3 (3 of them past their day)" in text
    assert "Open appeals and complaints 3" in text


def test_a_large_portfolio_lists_everything_on_pages_with_heads_and_numbers() -> None:
    many = SMALL | {
        "held": 500,
        "ending": [
            ends(f"G-2024-{place:04}", "2027-01-31", LONG if place % 5 == 0 else f"Cluster {place}")
            for place in range(500)
        ],
    }
    found = pages(many)
    assert 25 <= len(found) <= 45
    text = "".join(found)
    assert [place for place in range(500) if f"G-2024-{place:04}" not in text] == []
    for number, page in enumerate(found[1:], 2):
        assert f"{number} / {len(found)}" in page
        assert "Portfolio report of 23 November 2026" in page


def test_names_in_other_letters_and_markup_are_printed_as_they_are() -> None:
    names = ["קבוצת העץ, 12", "Кластер «Север»", "<b>Bold</b> & <img src=x>"]
    listed = [ends(f"G-{place}", "2027-01-31", name) for place, name in enumerate(names)]
    pdf = PdfReader(BytesIO(html_to_pdf(portfolio_html(facts(SMALL | {"ending": listed})))))
    text = "".join(page.extract_text() for page in pdf.pages).replace("\u200e", "")
    assert [name for name in names[1:] if name not in text] == []
    assert "קבוצת" in text or "תצובק" in text  # as the reader of the file orders them
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    ours = ("Atkinson-Hyperlegible-Next", "Familjen-Grotesk", "Noto-Sans")
    assert [font for font in fonts if not font.startswith(ours)] == []
