"""Every kind of page, looked at by axe in both languages and both themes, wide and on a phone."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Site
from tests.journeys.person import Person

PAGES = {
    None: [
        "/",
        "/about",
        "/glossary",
        "/verify",
        "/verify?number=X",
        "/register",
        "/register?validity=all&country=FI&sort=-until",
        "/register?q=nowhere",
        "/clusters/{public}",
        "/labels/cluster-excellence/silver",
        "/labels/cluster-excellence/gold/eligibility?q-management=0&q-smes=20",
        "/login",
        "/reset-password",
        "/nowhere",
    ],
    "manager@demo.example": [
        "/desk",
        "/clusters/1",
        "/clusters/1/evidence",
        "/evidence/2",
        "/evidence/18",
        "/clusters/1/team",
        "/clusters/1/team/invite",
        "/clusters/1/team/hand-over",
        "/clusters/1/team/leave",
        "/clusters/1/team/2",
        "/clusters/1/team/2/remove",
        "/tasks",
        "/clusters/1/profile",
        "/clusters/1/profile/edit",
        "/clusters/1/profile/public",
        "/clusters/1/profile/public/preview",
        "/clusters/1/profile/years/2025",
        "/clusters/1/labels/cluster-excellence/gold",
        "/clusters/1/labels/cluster-excellence/gold/eligibility",
        "/assessments/1",
        "/assessments/1/duties",
        "/assessments/1/duties/1",
        "/assessments/2",
        "/assessments/2/assign",
        "/assessments/2/check",
        "/assessments/2/sections/financing",
        "/assessments/2/criteria/web-presence",
        "/assessments/2/criteria/web-presence/assign",
        "/assessments/2/criteria/web-presence/history",
        "/assessments/2/criteria/web-presence/history/1",
        "/assessments/2/criteria/committed-participation",
        "/assessments/2?show=evidence&show=minimum&q=team",
        "/assessments/2/criteria/committed-participation/evidence",
        "/assessments/2/shortest-way",
        "/assessments/2/standing",
        "/assessments/2/what-if?start=shortest",
        "/assessments/3",
        "/assessments/3/profile",
        "/assessments/3/sections/improvements",
        "/assessments/3/sections/figures-structure",
        "/assessments/3/shortest-way",
        "/assessments/3/standing",
        "/assessments/3/what-if?label=bronze",
        "/assessments/3/criteria/improvement-1",
        "/assessments/3/criteria/budget",
        "/assessments/3/criteria/legal-form",
        "/submissions/1",
        "/account",
        "/account/mail",
        "/account/signing-in",
        "/account/signing-in/passkeys/add",
        "/account/signing-in/authenticator",
        "/account/sessions",
        "/account/data",
        "/account/data/delete",
        "/change-password",
    ],
    "reviewer.fi@demo.example": [
        "/reviews",
        "/reviews/profile",
        "/reviews/{in_review}/seat",
        "/reviews/{awarded}/seat",
        "/reviews/{in_review}",
        "/reviews/{in_review}?show=open",
        "/reviews/{in_review}/criteria/web-presence",
        "/reviews/{in_review}/calibration",
        "/reviews/{in_review}/calibration/mix-of-24",
        "/reviews/{in_review}/interview",
        "/reviews/calibration",
        "/reviews/{consensus}/consensus",
        "/reviews/{consensus}/consensus/{disputed}",
        "/reviews/{consensus}/outcome",
    ],
    "secretariat@demo.example": [
        "/secretariat",
        "/secretariat/submissions/{submitted}",
        "/secretariat/submissions/{submitted}/check",
        "/secretariat/submissions/{consensus}/seats",
        "/secretariat/submissions/{awarded}",
        "/secretariat/submissions/{consensus}",
        "/secretariat/submissions/{awarded}/label",
        "/secretariat/submissions/{awarded}/label/correct",
        "/secretariat/submissions/{awarded}/label/revoke",
        "/secretariat/duties",
        "/secretariat/bundles",
        "/secretariat/bundles/new",
        "/secretariat/issuer",
        "/secretariat/reviewers",
        "/secretariat/reviewers/4",
        "/secretariat/agreement",
        "/secretariat/clusters",
        "/secretariat/clusters/1",
        "/secretariat/clusters/new",
        "/secretariat/people",
        "/secretariat/people/invite",
        "/secretariat/schemes",
        "/secretariat/schemes/cluster-excellence",
    ],
}
LOOKS = [("en", "light", 1280), ("fi", "dark", 1280), ("fi", "light", 360), ("en", "dark", 360)]


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
@pytest.mark.parametrize("email", PAGES)
def test_pages_have_no_barrier_and_fit_the_screen(
    demonstration: Site,
    visit: Callable[..., Person],
    places: dict[str, str],
    email: str | None,
    language: str,
    scheme: str,
    width: int,
) -> None:
    person = visit(demonstration, width=width, color_scheme=scheme)
    if email:
        person.sign_in(email)
    else:
        person.go("/")
    person.speak(language)
    found = {}
    for pattern in PAGES[email]:
        person.go(pattern.format(**places))
        assert person.page.locator("html").get_attribute("lang") == language
        faults = person.barriers()
        if person.is_wider_than(width):
            faults.append("wider than the screen")
        if faults:
            found[pattern] = faults
    assert found == {}
