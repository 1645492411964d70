"""What has to be held against each other."""

from tests.catalogue.building import FILES
from tests.catalogue.hostile_making import (
    FULL,
    MAX_LABELS,
    Cases,
    Files,
    bank,
    collecting,
    criteria,
    english,
    flow,
    labels,
)

CASES: Cases = {}
case = collecting(CASES)


@case
def an_eligibility_rule_named_again_and_again() -> Files:
    rules = flow(["staff"] * FULL)
    return FILES | {"gold.yaml": FILES["gold.yaml"] + f"eligibility: [{rules}]\n"}


@case
def texts_that_nothing_asks_for() -> Files:
    units = flow(f"k{i}: x" for i in range(FULL - 100))
    return english(FILES["texts/en.yaml"] + f"units: {{{units}}}\n")


@case
def sections_that_nothing_asks_for() -> Files:
    extra = "".join(f"  s{i}: {{title: x, intro: y}}\n" for i in range(FULL // 3 - 50))
    return english(FILES["texts/en.yaml"].replace("sections:\n", "sections:\n" + extra))


@case
def criteria_without_texts() -> Files:
    return bank("defaults: {scale: steps}\ncriteria:\n" + criteria(1000))


@case
def labels_that_include_each_other_over_and_over() -> Files:
    """Each includes all that follow: written out in full these would be 2^19 ways."""
    files = labels(MAX_LABELS)
    for i in range(MAX_LABELS):
        others = [f"{{label: l{j}, criteria: all}}" for j in range(i + 1, MAX_LABELS)][:10]
        files[f"l{i}.yaml"] += f"includes: [{flow(others)}]\n" if others else ""
    return files


@case
def a_label_included_ten_times_by_one_included_ten_times() -> Files:
    """Written out in full these would be 10^19 sections."""
    files = labels(MAX_LABELS)
    for i in range(MAX_LABELS - 1):
        others = [f"{{label: l{i + 1}, criteria: all}}"] * 10
        files[f"l{i}.yaml"] += f"includes: [{flow(others)}]\n"
    return files


@case
def labels_that_ask_everything() -> Files:
    asked = "".join(f"      - {{id: c{i}}}\n" for i in range(200))
    sections = "".join(f"  - id: s{i}\n    criteria:\n{asked}" for i in range(40))
    files = labels(MAX_LABELS) | {
        "criteria.yaml": "defaults: {scale: steps}\ncriteria:\n" + criteria(1000)
    }
    for i in range(MAX_LABELS):
        head, _, _ = files[f"l{i}.yaml"].partition("sections:")
        files[f"l{i}.yaml"] = f"{head}sections:\n{sections}"
    return files


@case
def questions_whose_options_are_all_criteria() -> Files:
    questions = flow(f"{{id: q{i}, type: choices, criteria_of: l0}}" for i in range(4))
    files = labels(MAX_LABELS)
    entries = "".join(f"- {{id: c{i}, questions: [{questions}]}}\n" for i in range(900))
    asked = "".join(f"      - {{id: c{i}}}\n" for i in range(180))
    sections = "".join(
        f"  - id: s{i}\n    criteria:\n{asked.replace('id: c', f'id: c{i}')}" for i in range(5)
    )
    head, _, _ = files["l0.yaml"].partition("sections:")
    return files | {
        "criteria.yaml": f"defaults: {{scale: steps}}\ncriteria:\n{entries}",
        "l0.yaml": f"{head}sections:\n{sections}",
    }


@case
def conditions_on_options_that_are_all_criteria() -> Files:
    wanted = flow(f"x{i}" for i in range(FULL // 8))
    entries = criteria(999)
    first = (
        "- {id: d, questions: [{id: q, type: choice, criteria_of: gold}],"
        f" when: {{any: [{flow([f'{{of: q, one_of: [{wanted}]}}'] * 3)}]}}}}\n"
    )
    asked = "".join(f"      - {{id: c{i}}}\n" for i in range(200))
    sections = "".join(f"  - id: s{i}\n    criteria:\n{asked}" for i in range(5))
    head, _, _ = FILES["gold.yaml"].partition("sections:")
    return FILES | {
        "criteria.yaml": f"defaults: {{scale: steps}}\ncriteria:\n{first}{entries}",
        "gold.yaml": f"{head}sections:\n{sections}",
    }


@case
def figures_in_a_circle() -> Files:
    """One circle through every figure of 400 criteria."""
    entries = ""
    for i in range(400):
        made = [f"{{id: f{j}, sum: [f{j + 1}]}}" for j in range(9)]
        made.append(f"{{id: f9, sum: [c{(i + 1) % 400}/f0]}}")
        entries += f"- {{id: c{i}, figures: [{flow(made)}]}}\n"
    return bank(f"defaults: {{scale: steps}}\ncriteria:\n{entries}")


@case
def figures_made_of_figures_made_of_figures() -> Files:
    """Each is the sum of the one before, fifty times: written out in full 50^39 numbers."""
    made = ["{id: f0, sum: [n]}"]
    made += [f"{{id: f{i}, sum: [{flow([f'f{i - 1}'] * 50)}]}}" for i in range(1, 40)]
    first = f"- {{id: c, questions: [{{id: n, type: whole}}], figures: [{flow(made)}]}}\n"
    return bank("defaults: {scale: steps}\ncriteria:\n" + first)


@case
def names_that_lead_nowhere() -> Files:
    questions = flow(f"{{id: q{i}, type: whole}}" for i in range(40))
    figures = flow(f"{{id: f{i}, sum: [{flow(['nix'] * 12)}]}}" for i in range(40))
    entry = f"questions: [{questions}], figures: [{figures}]"
    entries = "".join(f"- {{id: c{i}, {entry}}}\n" for i in range(FULL // 830))
    return bank("defaults: {scale: steps}\ncriteria:\n" + entries)


@case
def conditions_as_deep_and_wide_as_they_may_be() -> Files:
    deep = "{of: n, at_least: 1}"
    for _ in range(6):
        deep = f"{{all: [{deep}, {{not: {{of: n, at_most: 1}}}}]}}"
    asked = f"{{id: n, type: whole}}, {{id: m, type: text, when: {deep}}}"
    entries = "".join(f"- {{id: c{i}, questions: [{asked}]}}\n" for i in range(300))
    return bank("defaults: {scale: steps}\ncriteria:\n" + entries)


@case
def forty_languages_of_very_many_texts() -> Files:
    languages = [f"{a}{b}" for a in "abcdefgh" for b in "vwxyz"]
    units = flow(f"k{i}: {'x' * 20}" for i in range(FULL - 100))
    source = FILES["texts/en.yaml"] + f"units: {{{units}}}\n"
    files = FILES | {
        "scheme.yaml": FILES["scheme.yaml"].replace("[en, fi]", f"[{flow(languages)}]"),
        f"texts/{languages[0]}.yaml": source.replace("language: en", f"language: {languages[0]}"),
    }
    del files["texts/en.yaml"], files["texts/fi.yaml"]
    return files | {f"texts/{key}.yaml": f"language: {key}\n" for key in languages[1:]}


@case
def forty_languages_all_large() -> Files:
    languages = [f"{a}{b}" for a in "abcdefgh" for b in "vwxyz"]
    units = flow(f"k{i}: x" for i in range(FULL - 100))
    files = FILES | {
        "scheme.yaml": FILES["scheme.yaml"].replace("[en, fi]", f"[{flow(languages)}]")
    }
    del files["texts/en.yaml"], files["texts/fi.yaml"]
    whole = FILES["texts/en.yaml"] + f"units: {{{units}}}\n"
    return files | {
        f"texts/{key}.yaml": whole.replace("language: en", f"language: {key}") for key in languages
    }


@case
def a_faultless_scheme_as_large_as_can_be() -> Files:
    """A thousand criteria, each with three questions, and eight labels that ask them all."""
    questions = flow(f"{{id: q{i}, type: text}}" for i in range(3))
    entries = "".join(f"- {{id: c{i}, questions: [{questions}]}}\n" for i in range(1000))
    count = 8
    files = labels(count)
    for i in range(count):
        head, _, _ = files[f"l{i}.yaml"].partition("sections:")
        sections = "".join(
            f"  - id: s{j}\n    criteria:\n"
            + "".join(f"      - {{id: c{j * 200 + k}, points: 1}}\n" for k in range(200))
            for j in range(5)
        )
        files[f"l{i}.yaml"] = f"{head}sections:\n{sections}".replace("threshold: 1", "threshold: 9")
    asked = "{title: x, question: x, why: x, evidence: x, levels: {0: x, 1: x, 2: x}, questions: {"
    asked += flow(f"q{i}: {{label: x}}" for i in range(3)) + "}}"
    texts, _, _ = FILES["texts/en.yaml"].partition("labels:")
    texts += "labels:\n" + "".join(
        f"  l{i}: {{title: x, claim: x, description: x}}\n" for i in range(count)
    )
    texts += "scales: {steps: {0: x, 1: x, 2: x}}\nsections:\n"
    texts += "".join(f"  s{j}: {{title: x, intro: x}}\n" for j in range(5))
    texts += "criteria:\n" + "".join(f"  c{i}: {asked}\n" for i in range(1000))
    return files | {
        "criteria.yaml": f"defaults: {{scale: steps}}\ncriteria:\n{entries}",
        "texts/en.yaml": texts,
        "texts/fi.yaml": "language: fi\n",
    }
