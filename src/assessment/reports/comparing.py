"""From a frozen comparison to everything that stands in its benchmarking report."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import TextsFile
from assessment.domain.benchmark import Place, Quartiles, place
from assessment.domain.compared import Better, Compared, Light
from assessment.domain.criteria import Criterion, Label, Section
from assessment.domain.peer_groups import SIZES
from assessment.domain.questions import QuestionType
from assessment.reports.benchmarking import (
    AreaFinding,
    BenchmarkingFacts,
    GroupFinding,
    IndicatorFinding,
)
from assessment.reports.boxes import Span, draw_box, draw_share, span_of
from assessment.reports.formats import country_name, share
from assessment.reports.words.messages import Messages
from assessment.reports.words.names import Names
from assessment.reports.words.peers import (
    amounts,
    group_name,
    half_sentence,
    light_words,
    limits_sentence,
    place_sentence,
    place_words,
    sector_names,
    size_words,
    step_sentence,
)
from assessment.reports.words.values import amount_words


@dataclass(frozen=True)
class Benchmarked:
    """A submission with what it was compared with, both as frozen, to be told in one language.

    `label` is that of the submission, with the comparisons by which it was compared.
    """

    edition: Edition
    label: Label
    language: str
    record: Mapping[str, Any]
    comparison: Mapping[str, Any]
    submitted_at: datetime
    submission_digest: str
    made_at: datetime
    issuer: str

    @property
    def words(self) -> TextsFile:
        return self.edition.texts.in_language(self.language)

    @cached_property
    def names(self) -> Names:
        return Names(self.label, self.words, Messages(self.language))


def benchmarking_facts(found: Benchmarked) -> BenchmarkingFacts:
    """What stands in the benchmarking report, in the language of the document."""
    words, cluster, messages = found.words, found.record["cluster"], found.names.messages
    days = [
        date.fromisoformat(group["day"])
        for indicator in found.comparison["indicators"].values()
        for group in indicator["groups"]
        if group["shown"]
    ]
    counts = [
        group["count"]
        for indicator in found.comparison["indicators"].values()
        for group in indicator["groups"]
        if group["shown"]
    ]
    sectors = sector_names(messages)
    return BenchmarkingFacts(
        language=found.language,
        tier=found.label.tier,
        label_title=words.labels[found.label.id].title,
        scheme_title=words.scheme.title,
        scheme_version=found.edition.scheme.version,
        scheme_note=words.scheme.note,
        scheme_digest=found.edition.digest,
        cluster_name=cluster["name"],
        organisation=cluster["organisation"],
        country=country_name(found.comparison["country"], found.language),
        sectors=tuple(sectors[key] for key in found.comparison["sectors"] if key in sectors),
        members=_members(found),
        issuer=found.issuer,
        submitted_at=found.submitted_at,
        submission_digest=found.submission_digest,
        made_at=found.made_at,
        compared_on=date.fromisoformat(found.comparison["on"]),
        oldest_on=min(days, default=None),
        most=max(counts, default=0),
        areas=tuple(_areas(found)),
        classes=tuple(size_words(size, messages) for size in SIZES),
        invented=found.comparison["invented"],
    )


def _members(found: Benchmarked) -> str:
    members = found.comparison["members"]
    return found.names.messages.number(Fraction(members)) if members is not None else ""


def _areas(found: Benchmarked) -> Iterator[AreaFinding]:
    """The sections in which something is compared."""
    for section in found.label.sections:
        indicators = tuple(_indicators(found, section))
        if indicators:
            texts = found.words.sections[section.id]
            yield AreaFinding(section.number, texts.title, texts.intro, indicators)


def _indicators(found: Benchmarked, section: Section) -> Iterator[IndicatorFinding]:
    for criterion in section.criteria:
        kept = found.comparison["indicators"].get(criterion.id)
        if kept is None or criterion.compared is None:
            continue
        question = found.names.question(criterion.compared.of)
        if question is not None and question.type is QuestionType.CHOICE:
            yield _Choice(found, criterion, criterion.compared, kept).finding()
        else:
            yield _Number(found, criterion, criterion.compared, kept).finding()


@dataclass(frozen=True)
class _Indicator:
    """One indicator as kept: the own figure, and the groups."""

    found: Benchmarked
    criterion: Criterion
    compared: Compared
    kept: Mapping[str, Any]

    @property
    def names(self) -> Names:
        return self.found.names

    @property
    def messages(self) -> Messages:
        return self.found.names.messages

    @property
    def groups(self) -> Sequence[Mapping[str, Any]]:
        """The groups, the nearest first: all clusters come last."""
        first, *others = self.kept["groups"]
        return [*others, first]

    @property
    def title(self) -> str:
        return self.found.words.criteria[self.criterion.id].title

    @property
    def figure_name(self) -> str:
        """What is compared, in words."""
        of = self.compared.of
        if self.names.question(of) is None:
            return self.names.figure(of.owner, of.name)
        return self.names.question_texts(of.owner, of.name).label

    def _named(self, group: Mapping[str, Any]) -> tuple[str, str]:
        """The name of the group that is shown, and what there is to say of the one that was meant."""
        _ = self.messages.gettext
        meant = group_name(group["group"], self.messages)
        if not group["shown"]:
            return meant, ""
        if group["shown"] == group["group"]:
            return meant, ""
        shown = group_name(group["shown"], self.messages)
        return shown, _("in place of “%(name)s”", name=meant)


class _Number(_Indicator):
    """An indicator in which numbers are compared."""

    @cached_property
    def own(self) -> Fraction | None:
        figure = self.kept["figure"]
        return None if figure is None else Fraction(figure)

    @cached_property
    def light(self) -> Light | None:
        return None if self.own is None else self.compared.light(self.own)

    @cached_property
    def shown(self) -> list[tuple[Mapping[str, Any], Quartiles]]:
        return [
            (
                group,
                Quartiles(
                    group["count"],
                    *(Fraction(group[key]) for key in ("lower", "median", "upper")),
                ),
            )
            for group in self.groups
            if group["shown"]
        ]

    @cached_property
    def span(self) -> Span:
        groups = [among for _group, among in self.shown]
        return span_of(groups, self.own, is_share=self._is_share)

    @cached_property
    def place(self) -> Place | None:
        """Where the own figure lies in the nearest group."""
        if self.own is None or not self.shown:
            return None
        return place(self.own, self.shown[0][1])

    def finding(self) -> IndicatorFinding:
        own = self._said(self.own) if self.own is not None else ""
        return IndicatorFinding(
            number=self.criterion.number,
            title=self.title,
            figure_name=self.figure_name,
            own=own,
            light=self.light,
            light_words=light_words(self.light, self.messages) if self.light else "",
            limits=limits_sentence(self.compared, self.names),
            sentences=tuple(self._sentences(own)),
            step=step_sentence(self.compared, self.own, self.names) if self.own is not None else "",
            groups=tuple(self._groups()),
            stands_out=self._is_at(Light.GREEN, Place.HIGHEST, Place.LOWEST),
            has_room=self._is_at(Light.RED, Place.LOWEST, Place.HIGHEST),
            brief=self._brief(),
            nearest=self._named(self.shown[0][0])[0] if self.shown else "",
        )

    def _brief(self) -> str:
        """The middle half of the nearest group that is shown, for the summary."""
        if not self.shown:
            return "–"
        _group, among = self.shown[0]
        lower, upper = amounts(self.compared, [among.lower, among.upper], self.names)
        return f"{lower} – {upper}"

    def _is_at(self, light: Light, if_higher: Place, if_lower: Place) -> bool:
        """Whether the figure is at one end, of the lights or of the nearest group."""
        if self.compared.better is None or self.own is None:
            return False
        end = if_lower if self.compared.better is Better.LOWER else if_higher
        is_end = self.place is end
        if light is Light.GREEN:
            return is_end and self.light in (None, light)
        return self.light is light or (self.light is None and is_end)

    def _bare(self, numbers: list[Fraction]) -> list[str]:
        """Numbers as they stand in a table, without their unit."""
        if self._is_share:
            return [self._said(number) for number in numbers]
        return amounts(self.compared, [*numbers, Fraction(0)], self.names)[:-1]

    @property
    def _is_share(self) -> bool:
        return self._said(Fraction(1)).endswith("%")

    def _said(self, number: Fraction) -> str:
        return amount_words(self.compared.of, number, self.names)

    def _sentences(self, own: str) -> Iterator[str]:
        _ = self.messages.gettext
        if not self.shown:
            yield _("No group can be shown for this indicator yet.")
            return
        group, among = self.shown[0]
        yield half_sentence(group["shown"], among, self.compared, self.names)
        if self.place is None or self.own is None:
            yield _("You have no figure here.")
            return
        yield place_sentence(self.place, own, self.messages)
        last, widest = self.shown[-1]
        if last is not group and place(self.own, widest) is not self.place:
            where = place_words(place(self.own, widest), self.messages)
            yield _("Among all clusters: %(place)s.", place=where)

    def _groups(self) -> Iterator[GroupFinding]:
        tables = {id(group): among for group, among in self.shown}
        for group in self.groups:
            name, remark = self._named(group)
            among = tables.get(id(group))
            if among is None:
                yield GroupFinding(name)
                continue
            at = place(self.own, among) if self.own is not None else None
            numbers = [among.lower, among.median, among.upper]
            lower, median, upper = (self._said(number) for number in numbers)
            where = place_words(at, self.messages) if at else ""
            yield GroupFinding(
                name,
                among.count,
                group.get("of", among.count),
                quartiles=tuple(self._bare(numbers)),
                place=where,
                drawing=draw_box(among, self.own, self.span, self._title(lower, median, upper)),
                day=date.fromisoformat(group["day"]),
                remark=remark,
            )

    def _title(self, lower: str, median: str, upper: str) -> str:
        _ = self.messages.gettext
        facts = {"lower": lower, "median": median, "upper": upper}
        if self.own is None:
            return _("From %(lower)s to %(upper)s, in the middle %(median)s.", **facts)
        return _(
            "From %(lower)s to %(upper)s, in the middle %(median)s; you: %(own)s.",
            own=self._said(self.own),
            **facts,
        )


class _Choice(_Indicator):
    """An indicator in which the shares of options are compared."""

    @property
    def own(self) -> str | None:
        figure: str | None = self.kept["figure"]
        return figure

    def option(self, option: str) -> str:
        """The name of an option."""
        of = self.compared.of
        question = self.names.question(of)
        assert question is not None  # noqa: S101  # a choice is a question
        return self.names.option(question, option, self.names.question_texts(of.owner, of.name))

    def finding(self) -> IndicatorFinding:
        _ = self.messages.gettext
        sentences = tuple(self._sentences())
        return IndicatorFinding(
            number=self.criterion.number,
            title=self.title,
            figure_name=self.figure_name,
            own=self.option(self.own) if self.own else "",
            light=None,
            light_words="",
            limits=_("Options are compared by their shares; there is no light."),
            sentences=sentences,
            step="",
            groups=tuple(self._groups()),
            is_choice=True,
        )

    def _share(self, count: int, whole: int) -> str:
        return share(Fraction(count, whole), self.found.language)

    def _sentences(self) -> Iterator[str]:
        _ = self.messages.gettext
        shown = next((group for group in self.groups if group["shown"]), None)
        if shown is None:
            yield _("No group can be shown for this indicator yet.")
        elif self.own is None:
            yield _("You have no figure here.")
        elif self.own in shown["chosen"]:
            facts = {
                "group": group_name(shown["shown"], self.messages),
                "share": self._share(shown["chosen"][self.own], shown["count"]),
                "count": shown["count"],
            }
            yield _("%(group)s: %(share)s of %(count)s clusters have the same as you.", **facts)
        else:
            yield _(
                "%(group)s: too few of %(count)s clusters have the same as you for their share to"
                " be told.",
                group=group_name(shown["shown"], self.messages),
                count=shown["count"],
            )

    def _groups(self) -> Iterator[GroupFinding]:
        for group in self.groups:
            name, remark = self._named(group)
            if not group["shown"]:
                yield GroupFinding(name)
                continue
            count, chosen = group["count"], group["chosen"]
            own = chosen.get(self.own, 0) if self.own else 0
            said = self._shares(count, chosen)
            yield GroupFinding(
                name,
                count,
                group.get("of", count),
                shares=said,
                drawing=draw_share(Fraction(own, count), said) if own else None,
                day=date.fromisoformat(group["day"]),
                remark=remark,
            )

    def _shares(self, count: int, chosen: Mapping[str, int]) -> str:
        """The options that are named, the most frequent first, and all others together."""
        _ = self.messages.gettext
        named = sorted(chosen.items(), key=lambda item: (-item[1], item[0]))
        parts = [f"{self.option(key)} {self._share(number, count)}" for key, number in named]
        others = count - sum(chosen.values())
        if others:
            parts.append(_("all others together %(share)s", share=self._share(others, count)))
        return "; ".join(parts)
