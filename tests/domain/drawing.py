"""Labels and sheets drawn at random: small enough to try every way in which they can be completed."""

from fractions import Fraction

from hypothesis import strategies as st

from assessment.domain.answers import Answer
from assessment.domain.criteria import (
    Aggregation,
    CriterionStatus,
    EvidenceKind,
    EvidenceRule,
    NotApplicable,
    SupportRule,
)
from assessment.domain.questions import Obligation
from assessment.domain.rating import Bands
from tests.domain.building import (
    ENOUGH,
    is_yes,
    make_criterion,
    make_label,
    make_question,
    make_scale,
    make_section,
    make_sheet,
    make_yes_no,
    of_profile,
    own,
)

IDS = ("reach", "mix", "team", "money")
GATES = ("a", "b")
SIZE = make_question("size")
SIZES = (0, 10, 20, 30)
BOUNDS = (Fraction(10), Fraction(20), Fraction(30))
WEAK = (ENOUGH[:1], (), ENOUGH[-1:])


@st.composite
def supports(draw, levels):
    """What a claim must be supported by."""
    kinds = draw(st.sampled_from([frozenset(), frozenset({EvidenceKind.LINK})]))
    rule = EvidenceRule(draw(st.sampled_from(levels)), draw(st.integers(1, 3)), kinds)
    rules = draw(st.sampled_from([(), (rule,)]))
    return SupportRule(draw(st.none() | st.sampled_from(levels)), rules)


@st.composite
def criteria(draw, criterion_id, levels_at_most):
    """A criterion whose level is chosen, perhaps with a question beside it, or made by an answer."""
    lowest = draw(st.integers(0, 2))
    scale = make_scale(lowest, lowest + draw(st.integers(1, levels_at_most - 1)))
    higher = scale.levels[1:]
    is_asked, is_made = draw(st.sampled_from([(False, False), (True, False), (True, True)]))
    bands = draw(st.integers(1, len(higher)))
    rating = Bands(
        own("size", owner=criterion_id), tuple(zip(higher[:bands], BOUNDS, strict=False))
    )
    gate = draw(st.none() | st.none() | st.sampled_from(GATES))
    return make_criterion(
        criterion_id,
        points=draw(st.integers(0, 6)),
        minimum=draw(st.none() | st.sampled_from(higher)),
        support=draw(supports(scale.levels)),
        scale=scale,
        obligation=draw(st.sampled_from([Obligation.MUST, Obligation.SHOULD])),
        status=draw(st.sampled_from([CriterionStatus.ACTIVE] * 9 + [CriterionStatus.FUTURE])),
        questions=(SIZE,) if is_asked else (),
        rating=rating if is_made else None,
        not_applicable=draw(st.sampled_from(NotApplicable)),
        when=None if gate is None else is_yes(of_profile(gate)),
    )


@st.composite
def labels(draw, *, most=4, levels_at_most=4):
    """A label of one or two sections, with or without minimums and a threshold."""
    keys = IDS[: draw(st.integers(1, most))]
    asked = [draw(criteria(key, levels_at_most)) for key in keys]
    cut = draw(st.integers(1, len(asked)))
    parts = [part for part in (asked[:cut], asked[cut:]) if part]
    sections = []
    for i, part in enumerate(parts, 1):
        points = int(sum(c.points for c in part))
        minimum = draw(st.none() | st.integers(1, max(points, 1)).map(Fraction))
        more = {
            "minimum": minimum,
            "aggregation": draw(st.sampled_from(Aggregation)),
            "exclude_at_most": Fraction(draw(st.integers(0, 9)), 10),
        }
        sections.append(make_section(f"s{i}", *part, number=i, **more))
    whole = int(sum(c.points for c in asked))
    return make_label(
        sections=tuple(sections),
        threshold=draw(st.none() | st.integers(1, max(whole, 1))),
        aggregation=draw(st.sampled_from(Aggregation)),
        profile=tuple(make_yes_no(name) for name in GATES),
    )


def claims(criterion, level, size):
    """A claim of the level, or the answer that makes it, which has all the support that is asked."""
    values = {} if size is None or not criterion.questions else {"size": size}
    chosen = level if criterion.is_chosen else None
    return Answer(chosen, "We do.", ENOUGH, values)


@st.composite
def answers(draw, criterion):
    """No answer, a claim with or without support, one that it does not apply, or a reviewer's word."""
    level = draw(st.none() | st.sampled_from(criterion.scale.levels))
    claim = claims(criterion, level, draw(st.none() | st.sampled_from(SIZES)))
    words = draw(st.sampled_from(["We do.", "We do.", " "]))
    weak = Answer(claim.level, words, draw(st.sampled_from(WEAK)), claim.values)
    not_here = Answer(justification=words, is_not_applicable=True)
    attested = Answer(level, is_not_applicable=level is None, is_attested=True)
    # a reviewer's word takes an open gate for settled, which an answer to it could still undo
    spoken = attested if criterion.when is None else weak
    return draw(st.sampled_from([Answer(), claim, claim, weak, not_here, spoken]))


@st.composite
def assessed(draw, **limits):
    """A label with a sheet on which some is answered."""
    label = draw(labels(**limits))
    given = {c.id: draw(answers(c)) for c in label.criteria if draw(st.integers(0, 2))}
    profile = draw(st.dictionaries(st.sampled_from(GATES), st.booleans()))
    return label, make_sheet(given, profile=profile)
