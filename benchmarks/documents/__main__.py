"""What PDFs cost beside bare WeasyPrint on the same HTML, and what it costs to download one again.

    PYTHONPATH=src:tools .venv/bin/python -m benchmarks.documents [--check] [--times N]

Prints its method with the figures; a missed target is printed as MISSED. With `--check` it ends with
status 1 then.
"""

import argparse
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import weasyprint
from pypdf import PdfReader
from sqlalchemy import select

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Document
from assessment.db.queries import outcomes
from assessment.db.session import unit_of_work
from assessment.domain.workflow import State
from assessment.reports.asking import questionnaire_facts
from assessment.reports.issuer_keys import opened_sealer
from assessment.reports.questionnaire import questionnaire_html
from assessment.services.demonstration import SCHEME
from assessment.services.documents import request_documents
from assessment.services.making_documents import document_html, make_waiting_documents
from benchmarks.documents.makers import MAKERS
from benchmarks.web.house import House, house, server
from benchmarks.web.population import Population
from benchmarks.web.visits import Person

MOST_TIME, MOST_MEMORY, MOST_DOWNLOAD = 1.15, 1.15, 5.0
"""Of bare WeasyPrint's time and memory, and milliseconds of the server."""

METHOD = """\
The demonstration's documents, each from the HTML that the worker makes. "bare" is WeasyPrint alone, as its
manual shows it, with the same stylesheet, into a plain PDF; "same kind" the same told to make a PDF/A-3a;
"ours" what is made before it is sealed, PDF/A-3a and PDF/UA-1. Seconds are of the processor; the three are
made in turns, and a ratio is the median of those of each turn to "bare"; the first turn does not count.
Memory is the most that a process of its own has held which imports no more than the renderer. A download is
asked of the application itself, again and again; its time is the median of the server's."""


@dataclass(frozen=True)
class Paper:
    """One document: what it is, in which language, and the HTML that it is made of."""

    kind: str
    language: str
    html: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints all figures; 1 when `--check` is asked and a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail when a target is missed")
    parser.add_argument("--times", type=int, default=7, help="turns that count")
    parser.add_argument("--only", help="one kind of document")
    asked = parser.parse_args(arguments)
    print(f"Python {platform.python_version()}, weasyprint {weasyprint.__version__}\n\n{METHOD}\n")
    with server("sqlite") as place, house("sqlite", place, "papers", Population(0, 0)) as at:
        found = [paper for paper in papers(at) if asked.only in (None, paper.kind)]
        is_met = made(found, at.app.extensions["settings"], asked.times)
        is_met &= downloaded(at, asked.times)
    return int(asked.check and not is_met)


def papers(at: House) -> Iterator[Paper]:
    """Every kind in both languages: what was decided, what was handed in, and a questionnaire."""
    engine, settings = at.app.extensions["engine"], at.app.extensions["settings"]
    with unit_of_work(engine) as session:
        handed_in = ("application", "self_assessment")
        request_documents(session, at.submission_in(State.AWARDED), handed_in, ("en", "fi"), now())
    make_waiting_documents(engine, settings)
    with at.session() as session:
        found = {(d.kind, d.language): d.id for d in session.scalars(select(Document))}
        for (kind, language), key in sorted(found.items()):
            yield Paper(
                kind, language, document_html(session, settings, outcomes.document(session, key))
            )
        edition = at.app.extensions["shelf"].in_force(session).edition(SCHEME)
    for language in ("en", "fi"):
        facts = questionnaire_facts(
            edition, "gold", language, issuer=settings.issuer, made_on=now().date()
        )
        yield Paper("questionnaire", language, questionnaire_html(facts))


def made(found: Sequence[Paper], settings: Settings, times: int) -> bool:
    """Prints what each takes; whether all targets are met."""
    print(
        f"{'document':<26}{'pages':>6}{'bare s':>8}{'same kind':>11}{'ours':>7}{'at most':>9}"
        f"{'seal s':>8}{'bare MB':>9}{'ratio':>7}{'at most':>9}"
    )
    is_met = True
    for paper in found:
        took = _seconds(paper.html, times)
        plain, same, ours = (took[name] for name in MAKERS)
        ratio = _ratio(ours, plain)
        held, beside = (_megabytes(name, paper.html) for name in ("ours", "bare"))
        pdf = MAKERS["ours"](paper.html)
        print(
            f"{f'{paper.kind}, {paper.language}':<26}{len(PdfReader(BytesIO(pdf)).pages):>6}"
            f"{statistics.median(plain):>8.2f}{_ratio(same, plain):>11.2f}{ratio:>7.2f}{MOST_TIME:>9}"
            f"{_sealing(pdf, settings):>8.2f}{beside:>9.0f}{held / beside:>7.2f}{MOST_MEMORY:>9}"
        )
        is_met &= _told("time", ratio, MOST_TIME)
        is_met &= _told("memory", held / beside, MOST_MEMORY)
    return is_met


def _seconds(html: str, times: int) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {name: [] for name in MAKERS}
    for turn in range(times + 1):
        for name, make in MAKERS.items():
            began = time.process_time()
            make(html)
            if turn:
                took[name].append(time.process_time() - began)
    return took


def _ratio(one: Sequence[float], other: Sequence[float]) -> float:
    return statistics.median(a / b for a, b in zip(one, other, strict=True))


def _sealing(pdf: bytes, settings: Settings) -> float:
    began = time.process_time()
    with opened_sealer(settings) as sealer:
        sealer.seal(pdf, "Seal")
    return time.process_time() - began


def _megabytes(maker: str, html: str) -> float:
    """The most that a process of its own has held."""
    command = [sys.executable, "-m", "benchmarks.documents.makers", maker]
    run = subprocess.run(  # noqa: S603  # ourselves
        command, input=html, capture_output=True, text=True, check=True
    )
    return float(run.stdout)


def downloaded(at: House, times: int) -> bool:
    """Prints what it costs to download each of the documents again; whether the target is met."""
    person = Person(at.app, at.person("secretariat"))
    with at.session() as session:
        found = {d.kind: d.id for d in session.scalars(select(Document))}
    print(f"\n{'downloaded again':<26}{'kB':>6}{'ms':>8}{'at most':>9}")
    is_met = True
    for kind, key in sorted(found.items()):
        answers = [person.ask(f"/documents/{key}") for _ in range(3 * times + 1)][1:]
        if {answer.status for answer in answers} != {200}:
            raise AssertionError(f"document {key} could not be downloaded")
        took = 1000 * statistics.median(answer.seconds for answer in answers)
        print(f"{kind:<26}{len(answers[0].body) / 1000:>6.0f}{took:>8.1f}{MOST_DOWNLOAD:>9}")
        is_met &= _told("milliseconds", took, MOST_DOWNLOAD)
    return is_met


def _told(what: str, figure: float, most: float) -> bool:
    if figure > most:
        print(f"    MISSED {what}: {figure:.2f}, at most {most:g}")
    return figure <= most


if __name__ == "__main__":
    sys.exit(main())
