"""The wording: every text that is needed in the source language, and none that nothing asks for."""

import pytest

from tests.catalogue.building import (
    EVERYTHING,
    faults_after,
    faults_of,
    faults_of_everything,
    made,
    told,
)


def test_texts_bear_the_name_of_their_file():
    expected = ["texts/fi.yaml:1: language: expected 'fi', the name of the file"]
    assert faults_after(("texts/fi.yaml", "language: fi", "language: sv")) == expected


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("gold: {title: Gold, claim: Proven, description: There.}", "",
         "here-3: labels: no text for 'gold'"),
        ("  staffed: At least half a person works for the cluster.\n", "",
         "here-1: eligibility: no text for 'staffed'"),
        ("    members: {label: Members}\n", "", "here-3: profile.questions: no text for 'members'"),
        ("    age: Age\n", "", "here-1: profile.figures: no text for 'age'"),
        ("fte: FTE, ", "", "here: units: no text for 'fte'"),
        (", none-yet: None yet", "", "here: answer_sets.legal-form: no text for 'none-yet'"),
        (", 3: Three stars", "", "here: scales.stars: no text for '3'"),
        ("  who: {title: Who you are, intro: In short.}\n", "", "here-1: sections: no text for 'who'"),
        (", 4: Reviewed.", "", "here: criteria.strategy.levels: no text for '4'"),
        (", approved: The board approved it.", "",
         "here: criteria.strategy.checks: no text for 'approved'"),
        ("    why: Who knows where to go arrives.\n", "",
         "here-3: criteria.strategy: no text for 'why'"),
        ("    evidence: The strategy.\n", "", "here-4: criteria.strategy: no text for 'evidence'"),
        ("      grants: {label: Grants}\n", "",
         "here-2: criteria.funding.questions: no text for 'grants'"),
        ("          title: {label: Title}\n", "",
         "here-1: criteria.funding.questions.projects.columns: no text for 'title'"),
        ("energy: Energy, ", "",
         "here: criteria.funding.questions.projects.columns.area.options: no text for 'energy'"),
        (", earned: Earned", "", "here: criteria.funding.figures: no text for 'earned'"),
        ("training: Training, ", "",
         "here: criteria.services.questions.offered.options: no text for 'training'"),
        ("  numbers: {title: Numbers, description: Count the members again.}\n", "",
         "here-2: duties: no text for 'numbers'"),
        ("  two-stars: {title: Two stars, case: They train., why: Training lifts by one.}\n", "",
         "here-5: anchors: no text for 'two-stars'"),
        (", description: Tell what is new.", "", "here: duties.news.description: the key is missing"),
        (", why: A third is level 3.", "", "here: anchors.loose-ends.why: the key is missing"),
    ],
)  # fmt: skip
def test_text_that_the_source_language_lacks_is_told_where_it_should_stand(old, new, fault):
    assert told("texts/en.yaml", old, new) == [fault]


@pytest.mark.parametrize("key", ["title", "question"])
def test_criterion_has_a_title_and_a_question(key):
    text = {"title": "    title: Climate\n", "question": "    question: How much do you emit?\n"}[
        key
    ]
    (fault,) = told("texts/en.yaml", text, "")
    assert fault.endswith(f": criteria.climate.{key}: the key is missing")


def test_profile_has_texts():
    head, _, rest = EVERYTHING["texts/en.yaml"].partition("profile:\n")
    after = rest[rest.index("units:") :]
    found = faults_of(EVERYTHING | {"texts/en.yaml": head + after})
    assert found == ["texts/en.yaml:1: profile: the key is missing"]


def test_criterion_that_is_not_rated_needs_neither_reasons_nor_evidence():
    words = made(base=EVERYTHING).texts.languages["en"].criteria["portrait"]
    assert (words.why, words.evidence, words.levels) == (None, None, {})


def test_criterion_that_is_retired_may_keep_its_texts():
    keep = ("texts/en.yaml", "  climate:\n", "  fax: {title: Fax, question: A fax?}\n  climate:\n")
    assert "fax" in made(keep, base=EVERYTHING).texts.languages["en"].criteria


NOTHING = "nothing in the scheme is called"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("  gold: {title", "  tin: {title: T, claim: C, description: D}\n  gold: {title",
         f"here: labels: {NOTHING} 'tin'"),
        ("  staffed:", "  rich: They are rich.\n  staffed:", f"here: eligibility: {NOTHING} 'rich'"),
        ("    age: Age", "    size: Size\n    age: Age", f"here: profile.figures: {NOTHING} 'size'"),
        ("fte: FTE", "fte: FTE, km: km", f"here: units: {NOTHING} 'km'"),
        ("none-yet: None yet", "none-yet: None yet, club: Club",
         f"here: answer_sets.legal-form: {NOTHING} 'club'"),
        ("  stars: {1", "  moons: {1: One}\n  stars: {1", f"here: scales: {NOTHING} 'moons'"),
        ("  stars: {1", "  stars: {0: None, 1", f"here: scales.stars: {NOTHING} '0'"),
        ("  who: {", "  whom: {title: T, intro: I}\n  who: {", f"here: sections: {NOTHING} 'whom'"),
        ("  news: {title", "  fee: {title: T, description: D}\n  news: {title",
         f"here: duties: {NOTHING} 'fee'"),
        ("  two-stars: {title", "  one-star: {title: T, case: C, why: W}\n  two-stars: {title",
         f"here: anchors: {NOTHING} 'one-star'"),
        ("  portrait:", "  picture: {title: T, question: Q}\n  portrait:",
         f"here: criteria: {NOTHING} 'picture'"),
        ("    title: Portrait", "    title: Portrait\n    levels: {0: None.}",
         f"here+1: criteria.portrait.levels: {NOTHING} '0'"),
        ("motto: {label: Motto}", "motto: {label: Motto, options: {a: A}}",
         f"here: criteria.portrait.questions.motto.options: {NOTHING} 'a'"),
        ("questions: {form: {label: Form}}",
         "questions: {form: {label: Form, options: {association: A}}}",
         f"here: criteria.legal-form.questions.form.options: {NOTHING} 'association'"),
    ],
)  # fmt: skip
def test_text_that_nothing_asks_for_is_told_where_it_stands(old, new, fault):
    assert told("texts/en.yaml", old, new) == [fault]


def test_texts_of_a_profile_that_there_is_not_are_told():
    change = ("texts/en.yaml", "sections:", "profile: {title: T, intro: I}\nsections:")
    message = "profile: scheme.yaml has no profile that these texts could be for"
    assert faults_after(change) == [f"texts/en.yaml:7: {message}"]


def test_criterion_of_another_name_is_both_missing_and_unknown():
    assert faults_after(("texts/en.yaml", "  money:", "  cash:")) == [
        "texts/en.yaml:10: criteria: no text for 'money'",
        f"texts/en.yaml:17: criteria: {NOTHING} 'cash'",
    ]


def test_translation_is_told_what_nothing_asks_for():
    change = "title: Strategia", "title: Strategia\n    checks: {signed: Allekirjoitettu.}"
    expected = [f"here+1: criteria.strategy.checks: {NOTHING} 'signed'"]
    assert told("texts/fi.yaml", *change) == expected


def test_texts_wait_for_a_label_that_is_broken():
    """Which sections are asked, nobody can tell without it."""
    found = faults_of_everything(
        ("gold.yaml", "tier: gold", "tier: iron"), ("texts/en.yaml", "    age: Age\n", "")
    )
    assert [fault.split(":")[0] for fault in found] == ["gold.yaml"]
