"""A scheme in which every kind of rule of the criteria language occurs, and its questionnaires."""

from datetime import date

from assessment.catalogue.loader import Edition, load_edition
from assessment.reports.asking import questionnaire_facts
from assessment.reports.questionnaire import CriterionFacts, FieldFacts, QuestionnaireFacts

SCHEME = """\
id: regional
version: "3"
languages: [en, fi]
labels: [start, top]
scales:
  steps: [0, 1, 2]
answer_sets:
  often: [never, yearly]
profile:
  questions:
    - {id: members, type: whole, unit: members, at_least: 1}
    - {id: staff, type: decimal, unit: fte, at_least: 0.5}
    - {id: costs, type: money, currency: EUR}
    - {id: founded, type: date}
    - {id: checked, type: choice, answers: often}
    - {id: hosted, type: yes_no}
    - {id: website, type: link, obligation: should, when: {of: hosted, equals: false}}
  figures:
    - {id: age, years_since: founded, unit: years}
    - {id: spread, difference: [members, staff]}
eligibility:
  - {id: size, when: {of: members, at_least: 15}}
  - {id: old, when: {of: age, at_least: 1}}
"""

CRITERIA = """\
defaults:
  scale: steps
  justification: {from_level: 1}
  evidence: {from_level: 1, at_least: 2, kinds: [document, link], months_old_at_most: 24}
criteria:
  - id: team
  - id: reach
    justification: none
    evidence: none
    questions:
      - {id: asked, type: whole, unit: members, at_least: 1, at_most: 5000}
      - {id: reached, type: percentage}
    figures:
      - {id: per-member, ratio: [asked, profile/members], in_percent: true}
      - {id: both, sum: [asked, spending/items.price]}
    rating:
      lowest:
        - bands: {of: per-member, at_least: {1: 0.5, 2: 50}}
        - bands: {of: reached, at_most: {1: 40, 2: 20}}
  - id: spending
    questions:
      - id: items
        type: table
        rows_at_least: 1
        rows_at_most: 3
        columns:
          - {id: name, type: text}
          - {id: kind, type: choice, options: [tool, course]}
          - {id: price, type: money, currency: EUR, at_least: 0, obligation: should}
      - {id: skills, type: choices, options: [data, care, none], choose_at_most: 2}
    rating:
      tally: {of: skills, worth: {data: 1, care: 2, none: 0}}
    not_applicable: exclude
  - id: rules
    questions:
      - {id: written, type: yes_no}
      - {id: often, type: choice, answers: often, when: {of: written, equals: true}}
      - {id: text, type: long_text}
      - {id: copy, type: file}
    rating:
      ladder:
        1: [written]
        2: [{of: often, one_of: [yearly]}, {level_of: team, at_least: 1}]
    evidence:
      - {from_level: 0}
      - {from_level: 2, months_old_at_most: 1}
    not_applicable: zero
    when: {of: profile/hosted, equals: true}
  - id: pace
    questions:
      - {id: how, type: choice, options: [slow, fast]}
    rating:
      choice: {of: how, levels: {slow: 0, fast: 2}}
  - id: figure
    scale: none
    questions:
      - {id: count, type: whole}
  - id: tomorrow
    status: future
  - id: area
    questions:
      - {id: areas, type: choices, criteria_of: start}
"""

START = """\
id: start
tier: bronze
panel: {reviewers: 1}
validity: {years: 1}
sections:
  - id: people
    criteria:
      - {id: team, minimum: 1}
"""

TOP = """\
id: top
tier: gold
eligibility: [size, old]
prerequisite: {label: start, months_at_least: 18, months_at_most: 24}
includes:
  - {label: start, criteria: minimums}
improvements: {criteria: [area], named_by: areas}
aggregate: lowest
threshold: 12.5
panel: {reviewers: 2, national: 1, foreign: 1, visit: on_site, hours: 16}
clarification: {rounds: 2, days: 14}
validity:
  years: 2
  renewal: {years: 3, months_late: 12, is_reduced: true, panel: {reviewers: 1, visit: video, hours: 8}}
duties: [{id: news, every_months: 12, days: 30}]
sections:
  - id: work
    minimum: 4
    aggregate: lowest
    exclude_at_most: 25
    criteria:
      - {id: reach, points: 4, minimum: 1}
      - {id: spending, points: 6, obligation: should}
      - {id: rules, points: 5}
      - {id: pace, points: 5}
  - id: more
    criteria:
      - {id: figure, obligation: informative}
      - {id: tomorrow}
      - {id: area}
"""

ENGLISH = """\
language: en
scheme: {title: Regional label, note: Not official.}
labels:
  start: {title: Start, claim: Begun, description: A beginning.}
  top: {title: Top, claim: Proven, description: Very good.}
eligibility:
  size: There are 15 members.
  old: It is a year old.
duties: {news: {title: News, description: Tell what is new.}}
units: {members: members, fte: FTE, years: years}
answer_sets:
  often: {never: Never, yearly: Every year}
profile:
  title: The cluster
  intro: Asked once.
  questions:
    members: {label: Members, help: Count each once.}
    staff: {label: Staff}
    costs: {label: Yearly costs}
    founded: {label: Founded on}
    checked: {label: Books checked}
    hosted: {label: "Is there a host?"}
    website: {label: Website}
  figures: {age: Age, spread: Spread}
scales:
  steps: {0: Absent, 1: Begun, 2: Done}
sections:
  people: {title: People, intro: Who.}
  work: {title: "Work: how/what?", intro: What they do.}
  more: {title: More, intro: The rest.}
criteria:
  team:
    title: Team
    question: Who works here?
    why: People matter.
    evidence: A list.
    levels: {0: Nobody., 1: One., 2: Two.}
    references: [A standard]
  reach:
    title: Reach
    question: Whom do you reach?
    why: Words need ears.
    evidence: Counts.
    levels: {0: None., 1: Some., 2: All.}
    questions:
      asked: {label: People asked}
      reached: {label: Left out}
    figures: {per-member: Asked per member, both: Both}
  spending:
    title: Spending
    question: What do you buy?
    why: Money speaks.
    evidence: Bills.
    levels: {0: Nothing., 1: A little., 2: Enough.}
    questions:
      items:
        label: Things bought
        columns:
          name: {label: Name}
          kind: {label: Kind, options: {tool: Tool, course: Course}}
          price: {label: Price}
      skills: {label: Skills, options: {data: Data, care: Care, none: None of them}}
  rules:
    title: Rules
    question: Which rules are there?
    why: Order helps.
    evidence: The rules.
    levels: {0: None., 1: Written., 2: Kept.}
    questions:
      written: {label: "Are they written?"}
      often: {label: How often read}
      text: {label: Their text}
      copy: {label: A copy}
  pace:
    title: Pace
    question: How fast?
    why: Time passes.
    evidence: A clock.
    levels: {0: Slow., 1: Even., 2: Fast.}
    questions:
      how: {label: The pace, options: {slow: Slow, fast: Fast}}
  figure:
    title: A figure
    question: How many?
    questions:
      count: {label: Count}
  tomorrow:
    title: Tomorrow
    question: What next?
    why: It comes.
    evidence: A plan.
    levels: {0: No., 1: Maybe., 2: Yes.}
  area:
    title: Area
    question: What got better?
    why: It shows.
    evidence: Before and after.
    levels: {0: Nothing., 1: Something., 2: Much.}
    questions:
      areas: {label: Which criteria}
"""

FINNISH = """\
language: fi
scheme: {title: Alueellinen merkki}
labels:
  top: {title: Huippu, claim: Todennettu}
"""

FILES = {
    "scheme.yaml": SCHEME,
    "criteria.yaml": CRITERIA,
    "start.yaml": START,
    "top.yaml": TOP,
    "texts/en.yaml": ENGLISH,
    "texts/fi.yaml": FINNISH,
}

Change = tuple[str, str, str]


def make_edition(*changes: Change) -> Edition:
    """The scheme with each change `(file, old, new)` made; `old` stands in the file once."""
    files = dict(FILES)
    for name, old, new in changes:
        assert files[name].count(old) == 1, f"{old!r} must stand in {name} once"
        files[name] = files[name].replace(old, new)
    return load_edition(files)


def facts_of(edition: Edition, label: str = "top", language: str = "en") -> QuestionnaireFacts:
    """The questionnaire of a label of the edition."""
    return questionnaire_facts(
        edition, label, language, issuer="Demonstration Office", made_on=date(2026, 11, 21)
    )


def make_facts(*changes: Change, label: str = "top", language: str = "en") -> QuestionnaireFacts:
    """The questionnaire of a label of the scheme, after the changes."""
    return facts_of(make_edition(*changes), label, language)


def criterion(facts: QuestionnaireFacts, criterion_id: str) -> CriterionFacts:
    return next(asked for asked in facts.criteria if asked.id == criterion_id)


def field(facts: QuestionnaireFacts, criterion_id: str, question: str) -> FieldFacts:
    fields = criterion(facts, criterion_id).fields
    return next(asked for asked in fields if asked.id == question)
