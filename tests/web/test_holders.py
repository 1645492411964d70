"""The public register of label holders: what it lists, how it is searched, sorted and counted."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from urllib.parse import quote

import pytest
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Certificate, Cluster
from assessment.db.queries import public_register
from assessment.db.queries.holders import SORTS
from assessment.domain.label_life import LifeState
from assessment.domain.workflow import State
from assessment.reports import formats
from assessment.services.holders import with_standing
from assessment.services.issuing import standing_of
from tests.building import World, today
from tests.holding import award, award_before, cluster_of, make_holder
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import read

Award = Callable[..., Certificate]


@pytest.fixture
def give(session: Session, world: World, edition: Edition) -> Award:
    """Awards a label of the scheme to a cluster by name, or to one that there is."""

    def to(cluster: Cluster | str, *, facts: dict[str, object] | None = None, **how: object):  # type: ignore[no-untyped-def]
        found = (
            make_holder(session, cluster, **(facts or {})) if isinstance(cluster, str) else cluster
        )
        return award(session, edition, found, world.secretary, **how)  # type: ignore[arg-type]

    return to


def rows(page: str) -> list[str]:
    """The names of the clusters in the order of the list."""
    return re.findall(r'<th scope="row"><a href="/clusters/[a-z0-9]+">([^<]+)</a>', page)


def listed(browser: Browser, query: str = "") -> list[str]:
    return rows(browser.get(f"/register{query}").text)


def after(days: int) -> date:
    return today() + timedelta(days=days)


def test_an_empty_register_says_how_a_label_is_earned(world: World, seat: Seat) -> None:
    page = seat().get("/register").text
    assert "No label has been awarded yet" in page
    assert 'href="/about"' in page


def test_a_row_has_cluster_label_scheme_place_sectors_days_and_status(
    give: Award, seat: Seat
) -> None:
    facts = {"organisation": "Timber House", "region": "FI1D7", "sectors": ["forestry", "ict"]}
    held = give("Arctic Timber", facts=facts, first=date(2026, 6, 15), until=date(2100, 6, 30))
    page = seat().get("/register").text
    row = page.partition("<tbody>")[2].partition("</tbody>")[0]
    for text in (
        ">Arctic Timber</a>",
        ">Timber House</span>",
        "label-mark--gold",
        f'href="/verify/{held.token}"',
        held.number,
        "Cluster Excellence Assessment",
        "Finland",
        "Lapland (FI1D7)",
        "Forest, wood and paper; Information and communication technology",
        "15 Jun 2026",
        "30 Jun 2100",
        ">Valid</span>",
    ):
        assert text in row


def test_by_default_what_is_in_force_is_listed_and_each_standing_can_be_asked_for(
    give: Award, session: Session, world: World, edition: Edition, seat: Seat
) -> None:
    give("Valid")
    give("Ending", until=after(20))
    give("Graced", until=after(-20))
    give("Over", until=after(-2000))
    give("Resting", life=LifeState.SUSPENDED)
    give("Gone", life=LifeState.REVOKED)
    before = give("Renewed", life=LifeState.SUPERSEDED, until=after(10))
    give(cluster_of(session, before), renews=before)
    award_before(session, edition, make_holder(session, "Old"), world.secretary)
    browser = seat()
    assert listed(browser) == ["Ending", "Old", "Renewed", "Valid"]
    assert listed(browser, "?validity=expiring") == ["Ending"]
    assert listed(browser, "?validity=suspended") == ["Resting"]
    assert listed(browser, "?validity=expired") == ["Graced", "Over"]
    assert listed(browser, "?validity=revoked") == ["Gone"]
    assert listed(browser, "?validity=replaced") == ["Renewed"]
    everything = ["Ending", "Gone", "Graced", "Old", "Over", "Renewed", "Resting", "Valid"]
    assert listed(browser, "?validity=all") == everything
    page = browser.get("/register?validity=expired").text
    assert "Expired, can still be renewed" in page
    assert re.findall(r'([A-Z][a-z ]+) <span class="count">(\d+)</span>', page) == [
        ("In force", "4"),
        ("Ends soon", "1"),
        ("Suspended", "1"),
        ("Expired", "2"),
        ("Revoked", "1"),
        ("Replaced by a renewal", "1"),
        ("All", "8"),
    ]


def test_a_label_that_was_suspended_when_it_ended_cannot_be_renewed(
    give: Award, seat: Seat
) -> None:
    give("Resting", life=LifeState.SUSPENDED, until=after(-20))
    page = seat().get("/register?validity=expired").text
    assert ">Expired</span>" in page
    assert "can still be renewed" not in page


def test_a_label_held_twice_while_its_renewal_has_conditions_is_listed_once(
    give: Award, session: Session, seat: Seat
) -> None:
    before = give("Arctic Timber", until=after(10))
    cluster = cluster_of(session, before)
    renewal = give(
        cluster, first=after(11), until=after(900), renews=before, state=State.CONDITIONAL
    )
    page = seat().get("/register").text
    assert rows(page) == ["Arctic Timber"]
    assert renewal.number in page
    assert before.number not in page


def test_a_renewal_whose_label_is_suspended_is_told_from_its_own_first_day(
    give: Award, session: Session, seat: Seat
) -> None:
    before = give("Arctic Timber", until=after(10), life=LifeState.SUSPENDED)
    cluster = cluster_of(session, before)
    renewal = give(cluster, first=after(11), until=after(900), renews=before)
    browser = seat()
    page = browser.get("/register?validity=all").text
    assert (before.number in page, renewal.number in page) == (True, False)
    assert renewal.token not in browser.get("/register/feed.xml").text
    assert renewal.token not in browser.get("/sitemap.xml").text
    own = read(browser.get(f"/verify/{renewal.token}").text)
    assert f"This certificate holds from {formats.day(renewal.valid_from, 'en')} on." in own
    assert "Status Not yet in force" in own
    assert "This certificate is valid" not in own
    badge = browser.get(f"/badge/{renewal.token}.svg").text
    assert f"Valid from {formats.day(renewal.valid_from, 'en')}<" in badge
    assert "Valid until" not in badge
    before.life = LifeState.VALID
    session.commit()
    assert "This certificate is valid." in browser.get(f"/verify/{renewal.token}").text
    assert "Valid until" in browser.get(f"/badge/{renewal.token}.svg").text


def test_what_has_ended_while_its_renewal_is_in_force_cannot_be_renewed_again(
    give: Award, session: Session, seat: Seat
) -> None:
    before = give("Arctic Timber", until=after(-20))
    browser = seat()
    assert "It can still be renewed." in browser.get(f"/verify/{before.token}").text
    renewal = give(
        cluster_of(session, before),
        first=after(-19),
        until=after(900),
        renews=before,
        state=State.CONDITIONAL,
    )
    session.commit()
    page = read(browser.get(f"/verify/{before.token}").text)
    assert "This certificate has expired." in page
    assert "can still be renewed" not in page
    listing = browser.get("/register?validity=all").text
    assert (before.number in listing, renewal.number in listing) == (False, True)


def test_a_label_from_before_is_listed_until_a_certificate_of_it_is_in_force(
    give: Award, session: Session, world: World, edition: Edition, seat: Seat
) -> None:
    """A certificate of another label, of another cluster, or one that has ended, takes no place."""
    cluster = make_holder(session, "Old")
    before = award_before(session, edition, cluster, world.secretary)
    give("Other", label_id="silver")
    give(cluster)
    over = give(cluster, label_id="silver", until=after(-1))
    browser = seat()
    assert listed(browser) == ["Old", "Old", "Other"]
    assert listed(browser, f"?label=cluster-excellence.{before.label_id}") == ["Old", "Other"]
    over.valid_until = today()
    session.commit()
    page = seat().get(f"/register?label=cluster-excellence.{before.label_id}").text
    assert rows(page) == ["Old", "Other"]
    assert over.number in page


def test_the_name_on_the_certificate_is_shown_and_found_as_well_as_the_clusters_own(
    give: Award, session: Session, seat: Seat
) -> None:
    held = give("Arctic Timber")
    held.cluster_name = "Arctic Timber ry"
    cluster_of(session, held).name = "Polar Wood"
    give("Birch")
    session.commit()
    browser = seat()
    for words in ("timber", "polar"):
        assert listed(browser, f"?q={words}") == ["Arctic Timber ry"]
    assert listed(browser) == [
        "Birch",
        "Arctic Timber ry",
    ]  # in the order of the clusters' own names


def test_a_label_from_before_that_is_still_to_begin_is_not_listed(
    session: Session, world: World, edition: Edition, seat: Seat
) -> None:
    cluster = make_holder(session, "Old")
    award_before(session, edition, cluster, world.secretary, valid_from=after(5))
    assert "No label has been awarded yet" in seat().get("/register").text


@pytest.fixture
def several(give: Award) -> None:
    """Three clusters in two countries, each differing from the others in each column."""
    give(
        "Alder",
        facts={
            "organisation": "Zinc House",
            "country": "SE",
            "region": "SE33",
            "sectors": ["food"],
        },
        label_id="silver",
        first=after(-30),
        until=after(900),
    )
    give(
        "Birch",
        facts={"organisation": "Oak House", "region": "FI1D7", "sectors": ["ict", "forestry"]},
        first=after(-20),
        until=after(100),
    )
    give(
        "Cedar",
        facts={"organisation": "Elm House", "region": "FI1C1", "sectors": ["tourism"]},
        label_id="bronze",
        first=after(-10),
        until=after(600),
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=birch", ["Birch"]),
        ("?q=ELM", ["Cedar"]),
        ("?q=%25", []),
        ("?label=cluster-excellence.silver", ["Alder"]),
        ("?label=cluster-excellence.platinum", []),
        ("?country=fi", ["Birch", "Cedar"]),
        ("?region=FI1D7", ["Birch"]),
        ("?country=SE&region=FI1D7", ["Alder"]),
        ("?sector=forestry", ["Birch"]),
        ("?sector=nothing", ["Alder", "Birch", "Cedar"]),
        ("?validity=nonsense&sort=nonsense&page=x", ["Alder", "Birch", "Cedar"]),
        ("?country=FI&sector=ict&q=house", ["Birch"]),
        ("?endpoint=x&_anchor=y&validity=all&filename=z", ["Alder", "Birch", "Cedar"]),
        (f"?q={quote(chr(0))}", ["Alder", "Birch", "Cedar"]),
    ],
)
@pytest.mark.usefixtures("several")
def test_filters_narrow_the_list(seat: Seat, query: str, found: list[str]) -> None:
    assert listed(seat(), query) == found


ORDERS = {
    "cluster": ["Alder", "Birch", "Cedar"],
    "label": ["Cedar", "Alder", "Birch"],
    "country": ["Birch", "Cedar", "Alder"],
    "region": ["Birch", "Cedar", "Alder"],  # Lapland, Southwest Finland, Övre Norrland
    "sectors": ["Alder", "Birch", "Cedar"],
    "from": ["Alder", "Birch", "Cedar"],
    "until": ["Birch", "Cedar", "Alder"],
    "standing": ["Alder", "Cedar", "Birch"],
}


REVERSED = {sort: order[::-1] for sort, order in ORDERS.items()} | {
    "country": ["Alder", "Birch", "Cedar"],  # two of one country, and two that are valid, by name
    "standing": ["Birch", "Alder", "Cedar"],
}


@pytest.mark.usefixtures("several")
def test_every_column_sorts_both_ways(seat: Seat) -> None:
    browser = seat()
    assert {sort: listed(browser, f"?sort={sort}") for sort in SORTS} == ORDERS
    assert {sort: listed(browser, f"?sort=-{sort}") for sort in SORTS} == REVERSED
    page = browser.get("/register?sort=until").text
    assert page.count("aria-sort") == 1
    assert '<th scope="col" aria-sort="ascending">' in page
    assert len(re.findall('class="sort ', page)) == len(SORTS)


def test_small_and_capital_letters_are_the_same_where_it_is_searched(
    give: Award, seat: Seat
) -> None:
    give("Pohjois-Äänekosken puu", facts={"organisation": "Öljy ja Åkerman"})
    give("Zeta")
    browser = seat()
    for words in ("Äänekosken", "äänekosken", "ÄÄNEKOSKEN", "pohjois-ÄÄNE", "ÖLJY JA å"):
        assert listed(browser, f"?q={quote(words)}") == ["Pohjois-Äänekosken puu"], words
        for ending in ("json", "csv", "jsonld"):
            told = browser.get(f"/register.{ending}?q={quote(words)}").text
            assert "nekosken puu" in told
            assert "Zeta" not in told


def test_small_and_capital_letters_are_the_same_where_it_is_sorted(give: Award, seat: Seat) -> None:
    for name in ("Zeta", "arctic", "Birch"):
        give(name)
    browser = seat()
    for sort in ("", "?sort=cluster", "?sort=country"):
        assert listed(browser, sort) == ["arctic", "Birch", "Zeta"]
    assert listed(browser, "?sort=-cluster") == ["Zeta", "Birch", "arctic"]


@pytest.mark.usefixtures("several")
def test_countries_are_sorted_by_their_names_in_the_readers_language(seat: Seat) -> None:
    # Ruotsi stands before Suomi, Finland before Sweden
    assert listed(seat(language="fi"), "?sort=country") == ["Alder", "Birch", "Cedar"]


@pytest.mark.usefixtures("several")
def test_each_filter_can_be_taken_away_alone(seat: Seat) -> None:
    page = seat().get("/register?country=FI&sector=ict&sort=until").text
    chips = re.findall(r'class="chip" href="([^"]+)">([^<]+?) <svg', page)
    assert chips == [
        ("/register?sector=ict&amp;sort=until", "Country: Finland"),
        (
            "/register?country=FI&amp;sort=until",
            "Sector: Information and communication technology",
        ),
    ]
    assert 'class="chips__all" href="/register">' in page


@pytest.mark.usefixtures("several")
def test_nothing_fitting_leads_on(seat: Seat) -> None:
    page = seat().get("/register?q=nowhere").text
    assert "Nothing fits" in page
    assert 'href="/register?validity=all"' in page
    assert "No label has this status today." in seat().get("/register?validity=revoked").text


@pytest.mark.usefixtures("several")
def test_a_country_narrows_the_regions_to_choose_from(seat: Seat) -> None:
    page = seat().get("/register?country=FI").text
    offered = page.partition('id="region"')[2].partition("</select>")[0]
    assert re.findall(r'value="([A-Z0-9]+)"', offered) == ["FI1D7", "FI1C1"]
    page = seat().get("/register").text
    offered = page.partition('id="region"')[2].partition("</select>")[0]
    assert re.findall(r'value="([A-Z0-9]+)"', offered) == ["FI1D7", "FI1C1", "SE33"]


@pytest.mark.usefixtures("several")
def test_the_chart_counts_by_country_and_label_and_has_a_table(seat: Seat) -> None:
    page = seat().get("/register?q=alder").text
    chart = page.partition('<ul class="bars"')[2].partition("</ul>")[0]
    texts = re.findall(r"bars__(?:title|figure)\">([^<]+)<", chart)
    assert [text.replace("\xa0", " ") for text in texts] == [
        "Finland",
        "2 (1 Gold, 1 Bronze)",
        "Sweden",
        "1 (1 Silver)",
    ]
    table = page.partition("Labels in force by country and label</caption>")[2]
    cells = re.findall(r"<t[hd][^>]*>(?:<b>)?([^<]+)<", table.partition("</table>")[0])
    assert cells == [
        *("Country", "Bronze", "Silver", "Gold", "All labels"),
        *("Finland", "1", "–", "1", "2"),
        *("Sweden", "–", "1", "–", "1"),
        *("All countries", "1", "1", "1", "3"),
    ]


def test_what_a_cluster_keeps_closed_is_neither_shown_nor_found_nor_sorted_by(
    give: Award, seat: Seat
) -> None:
    facts = {"organisation": "Hidden House", "sectors": ["food"], "public_parts": []}
    give("Closed", facts=facts)
    give("Open", facts={"organisation": "Oak House", "sectors": ["tourism"]})
    browser = seat()
    page = browser.get("/register").text
    assert "Hidden House" not in page
    assert listed(browser, "?q=hidden") == []
    assert listed(browser, "?sector=food") == []
    assert listed(browser, "?sort=sectors") == ["Open", "Closed"]
    data = browser.get("/register.json?validity=all").json
    assert set(data["labels"][0]["cluster"]) == {"id", "name", "url", "country"}


def test_a_long_register_has_pages_and_asks_as_often_as_a_short_one(
    give: Award, seat: Seat, statements: Callable[..., object]
) -> None:
    give("Cluster 00", facts={"sectors": ["food"]}, until=after(-20))
    browser = seat()

    def asked(query: str) -> int:
        with statements() as found:  # type: ignore[attr-defined]
            assert browser.get(f"/register{query}").status_code == 200
        return len(found)

    asked("?validity=all")  # the rules are read once for each process
    queries = ("?validity=all", "?validity=all&sort=-region&q=cluster&sector=food")
    few = [asked(query) for query in queries]
    for number in range(1, 27):
        give(f"Cluster {number:02}", until=after(-20), facts={"sectors": ["food"]})
    browser = seat()
    asked("")  # counts the whole register, once after each award
    assert [asked(query) for query in queries] == few
    assert max(few) <= 10
    assert listed(browser, "?validity=all&page=2") == ["Cluster 25", "Cluster 26"]
    assert listed(browser, "?validity=all&page=99") == ["Cluster 25", "Cluster 26"]
    page = browser.get("/register?validity=all&sort=cluster").text
    assert 'href="/register?validity=all&amp;sort=cluster&amp;page=2"' in page


def test_the_register_is_found_from_the_front_page_the_foot_and_the_certificate(
    give: Award, session: Session, seat: Seat
) -> None:
    held = give("Arctic Timber")
    cluster = cluster_of(session, held)
    browser = seat()
    front = browser.get("/").text
    assert front.count('href="/register"') == 3  # navigation, section, foot
    assert 'type="application/atom+xml"' in front
    page = browser.get(f"/verify/{held.token}").text
    assert f'href="/clusters/{cluster.public_id}"' in page


def test_each_search_reads_the_days_of_today(give: Award, seat: Seat) -> None:
    give("Last day", until=today())
    give("Yesterday", until=after(-1), issued_at=datetime.fromisoformat("2024-01-01T00:00Z"))
    assert listed(seat()) == ["Last day"]


@pytest.mark.parametrize("life", LifeState)
@pytest.mark.parametrize("days", [-2000, -366, -365, -1, 0, 1, 183, 184, 900])
def test_the_register_says_of_each_label_what_its_own_page_says(
    give: Award,
    session: Session,
    edition: Edition,
    seat: Seat,
    days: int,
    life: LifeState,
) -> None:
    held = give("Arctic Timber", until=after(days), life=life, first=after(days - 700))
    standing = standing_of(session, held, edition.scheme.label("gold"), today())
    cluster = cluster_of(session, held)
    row = with_standing(session, public_register.of_cluster(session, cluster.id, today()), today())[
        0
    ]
    assert row.standing is standing
    browser = seat()
    page = browser.get(f"/verify/{held.token}").text
    register = browser.get(f"/register?validity={'replaced' if life == 'superseded' else 'all'}")
    word = re.findall(r"<dt>Status</dt><dd>([^<]+)</dd>", page)
    assert re.findall(r'<span class="state [^"]+">([^<]+)</span>', register.text) == word
    is_listed = listed(browser) == ["Arctic Timber"]
    assert is_listed is standing.is_in_force
