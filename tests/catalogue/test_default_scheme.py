"""The scheme that comes with the product: what its three labels promise."""

from fractions import Fraction

import pytest

from assessment.catalogue.inspection import inspect_scheme
from assessment.catalogue.loader import Edition, load_edition
from assessment.catalogue.schema import TextsFile
from assessment.catalogue.texts import level_texts
from assessment.domain.answers import AnswerSheet
from assessment.domain.compared import Better
from assessment.domain.conditions import Status
from assessment.domain.criteria import (
    Clarification,
    Criterion,
    Duty,
    EvidenceKind,
    EvidenceRule,
    Label,
    Panel,
    Prerequisite,
    Renewal,
    SupportRule,
    Tier,
    Visit,
)
from assessment.domain.questions import QuestionType
from assessment.domain.review_rules import ReviewRules
from assessment.domain.scorecard import Scorecard
from assessment.domain.scoring import score
from assessment.resources import CRITERIA

FILES = frozenset({EvidenceKind.DOCUMENT, EvidenceKind.SPREADSHEET})


@pytest.fixture(params=["en", "fi"])
def words(request: pytest.FixtureRequest, edition: Edition) -> TextsFile:
    return edition.texts.languages[request.param]


@pytest.fixture(scope="session")
def silver(edition: Edition) -> Label:
    return edition.scheme.label("silver")


@pytest.fixture(scope="session")
def bronze(edition: Edition) -> Label:
    return edition.scheme.label("bronze")


def attested(label: Label, level: int, **others: int) -> Scorecard:
    """The scorecard when reviewers give every rated criterion this level, but for the others."""
    levels = {c.id: others.get(c.id.replace("-", "_"), level) for c in label.rated}
    return score(label, AnswerSheet().attested(levels))


# The scheme


def test_scheme_has_three_labels_in_english_and_finnish(edition: Edition) -> None:
    assert (edition.scheme.id, edition.scheme.version) == ("cluster-excellence", "2026.2")
    assert edition.scheme.languages == ("en", "fi")
    assert [(label.id, label.tier) for label in edition.scheme] == [
        ("bronze", Tier.BRONZE),
        ("silver", Tier.SILVER),
        ("gold", Tier.GOLD),
    ]


@pytest.mark.parametrize("scheme_id", ["cluster-excellence", "digital-maturity"])
def test_rules_examples_changes_and_translations_have_neither_fault_nor_warning(
    scheme_id: str,
) -> None:
    found = inspect_scheme(CRITERIA / scheme_id)
    assert (found.faults, found.warnings) == ([], [])
    assert found.examples is not None
    assert found.examples.passed == found.examples.cases > 0


def test_every_label_asks_the_same_five_conditions_of_eligibility(edition: Edition) -> None:
    for label in edition.scheme:
        rules = [rule.id for rule in label.eligibility]
        assert rules == ["staff", "members", "kinds", "website", "eccp"]


def test_every_certificate_holds_two_years_and_is_renewed_for_three(edition: Edition) -> None:
    assert {label.validity_years for label in edition.scheme} == {2}
    assert {label.id: label.renewal for label in edition.scheme} == {
        "bronze": Renewal(3, 12),
        "silver": Renewal(3, 12),
        "gold": Renewal(3, 12, is_reduced=True, panel=Panel(1, visit=Visit.ON_SITE, hours=8)),
    }


def test_only_gold_is_renewed_by_a_smaller_panel_in_a_day(edition: Edition) -> None:
    panels = {label.id: label.panel_for(is_renewal=True) for label in edition.scheme}
    assert panels == {
        "bronze": Panel(1, visit=Visit.VIDEO, hours=3),
        "silver": Panel(1, visit=Visit.ON_SITE, hours=4),
        "gold": Panel(1, visit=Visit.ON_SITE, hours=8),
    }


def test_every_holder_brings_its_profile_up_to_date_once_a_year(edition: Edition) -> None:
    assert {label.duties for label in edition.scheme} == {(Duty("yearly-update", 12, 30),)}


def test_clusters_are_compared_in_each_of_the_36_indicators(
    edition: Edition, bronze: Label, silver: Label
) -> None:
    assert bronze.compared == bronze.criteria
    assert [c.id for c in silver.compared] == [c.id for c in bronze.criteria]
    assert edition.scheme.label("gold").compared == ()


def test_light_is_given_where_one_direction_is_better(bronze: Label) -> None:
    without = [c.id for c in bronze.compared if c.compared and c.compared.yellow is None]
    assert without == ["legal-form", "international-participants", "defined-roles", "budget"]
    lower = [c.id for c in bronze.compared if c.compared and c.compared.better is Better.LOWER]
    assert lower == ["participants-per-fte", "public-share"]


def test_review_follows_the_usual_rules_which_the_scheme_spells_out(edition: Edition) -> None:
    assert edition.scheme.review == ReviewRules()
    assert edition.parts.scheme.review.model_fields_set == set(ReviewRules.__slots__)


def test_reviewers_calibrate_on_a_case_of_each_section_and_of_each_level(
    edition: Edition, gold: Label
) -> None:
    anchors = edition.scheme.anchors
    sections = [gold.section_of(anchor.criterion_id).id for anchor in anchors]
    assert sections == ["structure", "governance", "financing", "strategy", "achievements"]
    assert [anchor.level for anchor in anchors] == [2, 3, 0, 1, 4]
    assert edition.scheme.anchors_of(gold) == anchors


def test_silver_is_calibrated_on_the_minimums_of_gold_and_bronze_is_not_rated(
    edition: Edition, silver: Label, bronze: Label
) -> None:
    assert edition.scheme.anchors_of(silver) == edition.scheme.anchors
    assert edition.scheme.anchors_of(bronze) == ()


# Gold


def test_gold_asks_31_criteria_in_five_sections(gold: Label) -> None:
    assert [(s.number, s.id, len(s.criteria), s.points) for s in gold.sections] == [
        (1, "structure", 4, 16),
        (2, "governance", 10, 40),
        (3, "financing", 2, 10),
        (4, "strategy", 12, 72),
        (5, "achievements", 3, 12),
    ]
    assert len(gold.criteria) == len({c.id for c in gold.criteria}) == 31
    assert {c.scale.levels for c in gold.criteria} == {(0, 1, 2, 3, 4)}


def test_gold_is_reached_at_four_fifths_of_150_points(gold: Label) -> None:
    assert (gold.points, gold.threshold) == (150, 120)
    assert gold.threshold is not None
    assert gold.threshold / gold.points == Fraction(4, 5)


def test_gold_is_rated_by_one_from_home_and_one_from_abroad_in_two_days(gold: Label) -> None:
    assert gold.panel == Panel(2, national=1, foreign=1, visit=Visit.ON_SITE, hours=16)
    assert gold.clarification == Clarification(rounds=2, days=14)


def test_gold_minimums_lie_within_reach(gold: Label) -> None:
    minimums = [c.minimum for c in gold.criteria if c.minimum is not None]
    assert (len(minimums), min(minimums), max(minimums)) == (21, 1, 3)
    assert [(s.id, s.minimum) for s in gold.sections if s.minimum] == [
        ("structure", 10),
        ("governance", 25),
        ("strategy", 54),
    ]


def test_support_is_asked_as_the_bank_says(gold: Label) -> None:
    def support(criterion_id: str) -> SupportRule:
        return gold.criterion(criterion_id).support

    assert support("success-stories") == SupportRule(
        1, (EvidenceRule(2, 2), EvidenceRule(3, 3), EvidenceRule(4, 5))
    )
    assert support("number-of-participants") == SupportRule(3, (EvidenceRule(2, 1, FILES, 6),))
    assert support("private-financing") == SupportRule(1, (EvidenceRule(1, 2, FILES),))
    assert support("web-presence") == SupportRule(
        1,
        (
            EvidenceRule(2, 1, frozenset({EvidenceKind.LINK})),
            EvidenceRule(4, 2, frozenset({EvidenceKind.LINK})),
        ),
    )


def test_age_of_evidence_is_asked_where_figures_are_of_the_last_months(gold: Label) -> None:
    aged = {
        c.id: rule.months_old_at_most
        for c in gold.criteria
        for rule in c.support.evidence
        if rule.months_old_at_most is not None
    }
    assert aged == {
        "number-of-participants": 6,
        "human-resources": 12,
        "personal-contacts": 12,
        "degree-of-cooperation": 24,
        "prospects-of-financing": 12,
        "review-of-strategy": 24,
        "performance-monitoring": 24,
        "activities-and-services": 12,
        "working-groups": 12,
        "satisfaction-of-participants": 24,
    }


def test_every_gold_criterion_says_what_each_step_costs_and_what_reviewers_tick(
    gold: Label,
) -> None:
    assert {len(c.effort) for c in gold.criteria} == {4}
    assert {len(c.checks) for c in gold.criteria} <= {2, 3, 4}


def test_highest_levels_reach_gold_and_lowest_miss_every_minimum(gold: Label) -> None:
    best, worst = attested(gold, 4), attested(gold, 0)
    assert (best.points, best.threshold, best.minimums) == (150, Status.MET, Status.MET)
    assert (worst.points, len(worst.missed_minimums), worst.outcome) == (0, 21, Status.MISSED)


def test_three_everywhere_falls_short_by_seven_and_a_half_points(gold: Label) -> None:
    card = attested(gold, 3)
    assert (card.points, card.shortfall) == (Fraction(225, 2), Fraction(15, 2))
    assert (card.minimums, card.outcome) == (Status.MET, Status.MISSED)


# Silver


def test_silver_asks_improvements_every_gold_minimum_and_the_indicators_again(
    silver: Label, gold: Label, bronze: Label
) -> None:
    own = [criterion.id for criterion in silver.sections[0].criteria]
    minimums = {c.id: c.minimum for c in gold.criteria if c.minimum is not None}
    asked = {c.id: c.minimum for c in silver.criteria if c.id not in own and c.is_rated}
    assert own == ["improvement-1", "improvement-2", "improvement-3"]
    assert asked == minimums
    assert [c.id for c in silver.criteria if not c.is_rated] == [c.id for c in bronze.criteria]
    assert (silver.points, silver.threshold) == (0, None)


def test_silver_follows_bronze_after_one_and_a_half_to_two_years(silver: Label) -> None:
    assert silver.prerequisite == Prerequisite("bronze", 18, 24)


def test_silver_is_confirmed_by_one_reviewer_in_half_a_day_on_site(silver: Label) -> None:
    assert silver.panel == Panel(1, visit=Visit.ON_SITE, hours=4)


def test_an_improvement_names_gold_criteria_and_has_a_value_before_and_after(
    silver: Label, gold: Label
) -> None:
    assert silver.improvements is not None
    assert (len(silver.improvements.criteria), silver.improvements.named_by) == (3, "areas")
    for criterion_id in silver.improvements.criteria:
        criterion = silver.criterion(criterion_id)
        areas = criterion.question("areas")
        assert areas.options == tuple(c.id for c in gold.criteria)
        assert (areas.choose_at_most, criterion.minimum) == (3, 2)
        assert [figure.id for figure in criterion.figures] == ["change", "change-in-percent"]


def test_the_improvement_areas_are_judged_by_the_same_rules(
    edition: Edition, silver: Label, words: TextsFile
) -> None:
    entries = [edition.parts.entries[f"improvement-{number}"] for number in (1, 2, 3)]
    texts = [words.criteria[entry.id] for entry in entries]
    assert len({entry.model_copy(update={"id": ""}).model_dump_json() for entry in entries}) == 1
    assert len({each.title for each in texts}) == 3
    assert len({each.model_copy(update={"title": ""}).model_dump_json() for each in texts}) == 1


# Bronze


def test_bronze_asks_36_indicators_in_six_areas(bronze: Label) -> None:
    assert [(s.number, s.id, len(s.criteria)) for s in bronze.sections] == [
        (1, "figures-structure", 8),
        (2, "figures-management", 6),
        (3, "figures-financing", 6),
        (4, "figures-services", 7),
        (5, "figures-interaction", 3),
        (6, "figures-achievements", 6),
    ]
    assert len({c.id for c in bronze.criteria}) == 36
    assert not any(c.is_rated for c in bronze.criteria)


def comparable(criterion: Criterion) -> str:
    """In what clusters are compared: the last figure's unit, or that of the first question."""
    if criterion.figures:
        figure = criterion.figures[-1]
        return "%" if figure.in_percent else figure.unit or ""
    question = criterion.questions[0]
    if question.type is QuestionType.CHOICE:
        return f"one of {len(question.options)}"
    if question.type is QuestionType.PERCENTAGE:
        return "%"
    return question.currency or question.unit or ""


def test_every_indicator_yields_one_figure_to_compare(bronze: Label) -> None:
    units = {criterion.id: comparable(criterion) for criterion in bronze.criteria}
    assert {key: unit for key, unit in units.items() if unit != "%"} == {
        "cluster-age": "years",
        "legal-form": "one of 7",
        "size-and-composition": "participants",
        "defined-roles": "one of 4",
        "participants-per-fte": "participants-per-fte",
        "competence-and-development": "days-per-person",
        "strategic-planning": "months",
        "budget": "EUR",
        "financing-horizon": "months",
        "third-party-funding": "eur-per-participant",
        "information-and-matchmaking": "introductions-per-participant",
        "skills-and-recruitment": "person-days-per-participant",
        "entrepreneurship": "start-ups",
        "external-requests": "requests",
        "foreign-cooperation": "partners",
        "media-mentions": "mentions",
    }


def test_every_question_of_an_indicator_is_defined(bronze: Label, words: TextsFile) -> None:
    for criterion in bronze.criteria:
        texts = words.criteria[criterion.id].questions
        assert all(texts[question.id].help for question in criterion.questions)


def test_bronze_is_talked_through_with_one_reviewer_by_video(bronze: Label) -> None:
    assert bronze.panel == Panel(1, visit=Visit.VIDEO, hours=3)
    assert (bronze.threshold, bronze.prerequisite) == (None, None)


def test_only_the_list_of_participants_and_the_income_are_documented(bronze: Label) -> None:
    documented = {c.id: c.support.evidence for c in bronze.criteria if c.support.evidence}
    assert documented == {
        "size-and-composition": (EvidenceRule(0, 1, FILES),),
        "budget": (EvidenceRule(0, 1, FILES),),
    }


# The wording


def test_wording_is_whole_in_both_languages(edition: Edition, words: TextsFile) -> None:
    for label in edition.scheme:
        for criterion in label.criteria:
            levels = tuple(level.value for level in level_texts(words, criterion))
            assert levels == criterion.scale.levels
            assert words.criteria[criterion.id].guidance
    assert set(words.criteria) == set(edition.parts.entries)


def test_no_finnish_text_is_english_that_was_left_over(edition: Edition) -> None:
    english, finnish = (edition.texts.languages[key] for key in ("en", "fi"))
    for key, wording in english.criteria.items():
        other = finnish.criteria[key]
        for part in ("question", "why", "evidence", "guidance"):
            assert getattr(wording, part) != getattr(other, part)
        for part in ("levels", "checks"):
            own, others = getattr(wording, part), getattr(other, part)
            assert not set(own.values()) & set(others.values())
    for of in ("anchors", "duties"):
        for key, texts in getattr(english, of).items():
            assert not set(dict(texts).values()) & set(dict(getattr(finnish, of)[key]).values())


def test_a_case_tells_what_is_claimed_and_its_reasons_name_the_level(
    edition: Edition, words: TextsFile
) -> None:
    for anchor in edition.scheme.anchors:
        texts = words.anchors[anchor.id]
        claims = {"en": "claims level", "fi": "ilmoittaa tasokseen"}[words.language]
        assert claims in texts.case
        assert str(anchor.level) in texts.why


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "It is not the official label."), ("fi", "eikä kyseessä ole virallinen laatumerkki")],
)
def test_note_says_that_this_is_not_the_official_label(
    edition: Edition, language: str, sentence: str
) -> None:
    assert sentence in edition.texts.languages[language].scheme.note


def test_every_file_says_that_it_is_not_the_official_label(edition: Edition) -> None:
    folder = CRITERIA / edition.scheme.id
    for path in sorted(folder.rglob("*.yaml")):
        if path.parent.name == "translated":
            continue
        head = path.read_text(encoding="utf-8").split("\n\n")[0].replace("\n# ", " ")
        assert head.startswith("# yaml-language-server: $schema=../")
        assert "not the official label" in head or "ei ole virallinen laatumerkki" in head


def test_no_stays_a_text_and_a_language(edition: Edition) -> None:
    norwegian = edition.files["texts/en.yaml"].replace("language: en", "language: no")
    files = edition.files | {
        "scheme.yaml": edition.files["scheme.yaml"].replace("[en, fi]", "[en, fi, no]"),
        "texts/no.yaml": norwegian.replace("title: Gold", "title: no"),
    }
    changed = load_edition(files)
    assert changed.scheme.languages == ("en", "fi", "no")
    assert changed.texts.in_language("no").labels["gold"].title == "no"
