"""Why a criterion has the points that it has, in sentences: those of the page."""

from collections.abc import Iterator

from assessment.domain.scorecard import CriterionScore, Reason
from assessment.reports.words.bounds import out_of_bounds_words
from assessment.reports.words.names import Names


def reason_words(score: CriterionScore, names: Names, *, is_begun: bool = False) -> str:
    """What the criterion earns and why, or what it still lacks; `is_begun` says that there is a word."""
    return " ".join(part for part in _parts(score, names, is_begun=is_begun) if part)


def _parts(score: CriterionScore, names: Names, *, is_begun: bool) -> Iterator[str]:
    _ = names.messages.gettext
    match score.reason:
        case Reason.UNANSWERED:
            is_chosen = is_begun and score.criterion.is_chosen
            yield _("Level not chosen yet.") if is_chosen else _("Not answered yet.")
            if is_begun and score.open_questions:
                yield _open_questions(score, names)
        case Reason.FUTURE:
            yield _("Announced for a later version: shown, not yet asked.")
        case Reason.NOT_APPLICABLE_BY_RULE:
            yield _(
                "Does not apply to this cluster, by its own answers. It is left out of the score."
            )
        case Reason.NOT_APPLICABLE:
            yield _("Claimed not to apply, with a reason.")
            is_out = score.is_excluded
            yield _("It is left out of the score.") if is_out else _("It earns no points.")
        case _ if score.lacks or score.reason is Reason.QUESTIONS_OPEN:
            yield _claimed(score, names)
            yield from _lacking(score, names)
        case _:
            yield _earned(score, names)


def _claimed(score: CriterionScore, names: Names) -> str:
    _ = names.messages.gettext
    if score.level is not None:
        return _(
            "Claimed, not supported: level %(level)s of %(highest)s earns nothing yet.",
            level=score.level,
            highest=score.criterion.scale.highest,
        )
    return _("Claimed, not supported yet.") if score.lacks else ""


def _lacking(score: CriterionScore, names: Names) -> Iterator[str]:
    """Everything that a claim lacks, one sentence each."""
    _, lacks = names.messages.gettext, score.lacks or (score.reason,)
    if Reason.QUESTIONS_OPEN in lacks:
        yield _open_questions(score, names)
    if Reason.FIGURE_OUT_OF_BOUNDS in lacks:
        for figure in score.out_of_bounds:
            number, name = score.figures[figure.id], names.figure(score.criterion.id, figure.id)
            yield out_of_bounds_words(figure, number, name, names.words, names.messages)
    if Reason.JUSTIFICATION_MISSING in lacks:
        yield _("The justification is missing.")
    if Reason.EVIDENCE_MISSING in lacks:
        yield _("Evidence is missing.")
    if Reason.EVIDENCE_UNSUITABLE in lacks:
        yield _("The evidence is not of the kind that is asked for.")
    if Reason.EVIDENCE_TOO_OLD in lacks:
        yield _("The evidence is older than allowed, or has no date.")


def _open_questions(score: CriterionScore, names: Names) -> str:
    asked = [names.question_texts(score.criterion.id, key).label for key in score.open_questions]
    count = names.messages.ngettext(
        "%(num)s question is still open:", "%(num)s questions are still open:", len(asked)
    )
    end = "" if asked and asked[-1].endswith("?") else "."
    return f"{count} {', '.join(asked)}{end}"


def _earned(score: CriterionScore, names: Names) -> str:
    _, messages = names.messages.gettext, names.messages
    if score.points is None and score.level is None:
        return _("Answered. It is not scored.")
    facts = {"level": score.level, "highest": score.criterion.scale.highest}
    if score.points is None:
        return _("Level %(level)s of %(highest)s. It is not scored.", **facts)
    return _(
        "Level %(level)s of %(highest)s earns %(points)s of %(maximum)s points.",
        **facts,
        points=messages.points(score.points),
        maximum=messages.points(score.criterion.points),
    )
