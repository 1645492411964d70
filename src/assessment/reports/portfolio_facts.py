"""From the frozen portfolio of a day to everything that stands in its report."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from assessment.domain.next_steps import holder_of
from assessment.domain.workflow import State
from assessment.reports import formats
from assessment.reports.boxes import draw_length
from assessment.reports.one_page import short
from assessment.reports.portfolio import (
    Bar,
    EndingLabel,
    LabelLine,
    OpenCondition,
    OpenObjection,
    PortfolioFacts,
    SuccessLine,
    WaitingApplication,
)
from assessment.reports.words.messages import Messages
from assessment.reports.words.peers import sector_names
from assessment.reports.words.steps import holder_names, state_names

LONGEST = 400
"""Letters of a condition that are printed; the whole stands with the application."""

_UNMEASURED = (State.DRAFT, State.DISCARDED, State.AWARDED)

Key = tuple[str, str]


def portfolio_facts(record: Mapping[str, Any], language: str, digest: str) -> PortfolioFacts:
    """What stands in the report, in the language of the document."""
    return _Told(record, language).facts(digest)


@dataclass(frozen=True)
class _Told:
    """One record, told in one language."""

    record: Mapping[str, Any]
    language: str

    @cached_property
    def messages(self) -> Messages:
        return Messages(self.language)

    @cached_property
    def on(self) -> date:
        return date.fromisoformat(self.record["on"])

    @cached_property
    def names(self) -> Mapping[Key, str]:
        """What the labels on offer that day were called; with their scheme where there were several."""
        rows = self.record["labels"]
        is_alone = len({scheme_id for scheme_id, *_names in rows}) == 1
        return {
            (scheme_id, label_id): label if is_alone else f"{label}, {scheme}"
            for scheme_id, label_id, scheme, label in rows
        }

    def name(self, scheme_id: str, label_id: str) -> str:
        """The name of a label; its id where it was not on offer any more."""
        return self.names.get((scheme_id, label_id), label_id)

    def facts(self, digest: str) -> PortfolioFacts:
        record = self.record
        return PortfolioFacts(
            language=self.language,
            issuer=record["issuer"],
            on=self.on,
            until=date.fromisoformat(record["until"]),
            digest=digest,
            held=record["held"],
            labels=tuple(self._labels()),
            states=tuple(self._states()),
            countries=self._largest(record["countries"], self._country),
            sectors=self._largest(record["sectors"], self._sector),
            years=tuple(self._bars([*sorted(record["years"].items())], record["held"])),
            days=tuple(self._days()),
            success=tuple(self._success()),
            ending=tuple(self._ending()),
            overdue=tuple(self._overdue()),
            conditions=tuple(self._conditions()),
            objections=tuple(self._objections()),
            unnamed=dict(record["unnamed"]),
            reviewers=dict(record["reviewers"]),
        )

    def _labels(self) -> Iterator[LabelLine]:
        """The labels on offer in their order, then those that only the figures know."""
        held = {(scheme, label): number for scheme, label, number in self.record["held_by_label"]}
        awards = {(scheme, label): both for scheme, label, *both in self.record["awards"]}
        ending = Counter((row["scheme_id"], row["label_id"]) for row in self.record["ending"])
        under_way: Counter[Key] = Counter()
        for scheme, label, _state, number in self.record["under_way"]:
            under_way[scheme, label] += number
        known = {**held, **awards, **under_way}
        for key in (*self.names, *sorted(known.keys() - self.names.keys())):
            first, renewed = awards.get(key, (0, 0))
            yield LabelLine(
                self.name(*key), held.get(key, 0), first, renewed, ending[key], under_way[key]
            )

    def _states(self) -> Iterator[Bar]:
        counts: Counter[str] = Counter()
        for _scheme, _label, state, number in self.record["under_way"]:
            counts[state] += number
        names = state_names(self.messages)
        shown = [(name, counts[key]) for key, name in names.items() if counts[key]]
        return self._bars(shown, sum(counts.values()))

    def _days(self) -> Iterator[Bar]:
        names, medians = state_names(self.messages), self.record["days"]
        shown = [
            (name, Fraction(medians[key]))
            for key, name in names.items()
            if key in medians and key not in _UNMEASURED
        ]
        longest = max((number for _name, number in shown), default=Fraction(0)) or Fraction(1)
        for name, number in shown:
            words = formats.number(number, self.language)
            yield Bar(name, words, "", draw_length(number / longest, f"{name}: {words}"))

    def _success(self) -> Iterator[SuccessLine]:
        order = {key: place for place, key in enumerate(self.names)}
        rows = sorted(
            self.record["success"], key=lambda r: (order.get((r[0], r[1]), len(order)), r)
        )
        for scheme, label, awarded, declined in rows:
            name, rate = self.name(scheme, label), Fraction(awarded, awarded + declined)
            share = formats.share(rate, self.language)
            yield SuccessLine(
                name, awarded + declined, awarded, share, draw_length(rate, f"{name}: {share}")
            )

    def _ending(self) -> Iterator[EndingLabel]:
        for row in self.record["ending"]:
            yield EndingLabel(
                row["cluster"],
                self._country(row["country"]),
                self.name(row["scheme_id"], row["label_id"]),
                row["number"],
                date.fromisoformat(row["until"]),
                bool(row["is_renewing"]),
            )

    def _overdue(self) -> Iterator[WaitingApplication]:
        states, holders = state_names(self.messages), holder_names(self.messages)
        for row in self.record["overdue"]:
            state, due_on = State(row["state"]), date.fromisoformat(row["due_on"])
            yield WaitingApplication(
                row["number"],
                row["cluster"],
                self.name(row["scheme_id"], row["label_id"]),
                states[state],
                holders[holder_of(state, row["turn"])],
                due_on,
                (self.on - due_on).days,
            )

    def _conditions(self) -> Iterator[OpenCondition]:
        for row in self.record["conditions"]:
            due_on = date.fromisoformat(row["due_on"])
            yield OpenCondition(
                row["number"],
                row["cluster"],
                self.name(row["scheme_id"], row["label_id"]),
                short(row["text"], LONGEST),
                due_on,
                due_on < self.on,
            )

    def _objections(self) -> Iterator[OpenObjection]:
        _ = self.messages.gettext
        kinds = {"appeal": _("Appeal"), "complaint": _("Complaint")}
        for row in self.record["objections"]:
            due_on = date.fromisoformat(row["due_on"])
            yield OpenObjection(
                row["number"],
                row["cluster"],
                self.name(row["scheme_id"], row["label_id"]),
                kinds[row["kind"]],
                date.fromisoformat(row["made_at"]),
                due_on,
                due_on < self.on,
            )

    def _country(self, code: str) -> str:
        return formats.country_name(code, self.language) if code else "–"

    def _sector(self, key: str) -> str:
        return sector_names(self.messages).get(key, key)

    def _largest(self, counts: Mapping[str, int], name: Any) -> tuple[Bar, ...]:
        """The largest first; of those that are equal, by name."""
        rows = [(str(name(key)), number) for key, number in counts.items()]
        sorted_rows = sorted(rows, key=lambda row: (-row[1], row[0]))
        return tuple(self._bars(sorted_rows, self.record["held"]))

    def _bars(self, rows: Sequence[tuple[str, int]], total: int) -> Iterator[Bar]:
        """Counts with their share of a total."""
        largest = max((number for _name, number in rows), default=0)
        for name, number in rows:
            words = formats.number(number, self.language)
            share = formats.share(Fraction(number, total), self.language)
            yield Bar(
                name, words, share, draw_length(Fraction(number, largest), f"{name}: {words}")
            )
