"""The worker, at the bell and every minute: deadlines, mail, digests, documents, bundles, links, files."""

import logging
import signal
from collections.abc import Callable

from huey import crontab
from huey.consumer import Consumer
from sqlalchemy import Engine

from assessment.config import Settings
from assessment.db.session import make_engine
from assessment.jobs.queue import declare_work, make_queue
from assessment.reports.sealing import NotSealed
from assessment.services.clock import run_clock
from assessment.services.digests import DigestWriter
from assessment.services.links import look_at_links
from assessment.services.mail import send_waiting_mail
from assessment.services.making_bundles import SHARE, make_waiting_bundles
from assessment.services.making_documents import make_waiting_documents, make_waiting_specimens
from assessment.services.making_interview_sheets import make_waiting_interview_sheets
from assessment.services.making_portfolio_reports import make_waiting_portfolio_reports
from assessment.services.making_questionnaires import make_waiting_questionnaires
from assessment.services.making_self_reports import make_waiting_draft_reports
from assessment.services.packing import sweep_old_bundles
from assessment.services.status_lists import sign_status_lists
from assessment.services.sweeping import (
    sweep_closed_sheets,
    sweep_discarded_files,
    sweep_expired_workbooks,
    sweep_forgotten_files,
)
from assessment.services.trials import run_waiting_trials

log = logging.getLogger(__name__)

MAKERS = (
    make_waiting_documents,
    make_waiting_specimens,
    make_waiting_portfolio_reports,
    make_waiting_draft_reports,
    make_waiting_interview_sheets,
    make_waiting_questionnaires,
)
"""What makes the files that were ordered, in the order in which they are made."""

STOPPING = (signal.SIGINT, signal.SIGTERM)


class PatientConsumer(Consumer):  # type: ignore[misc]
    """Takes SIGTERM as it takes SIGINT: what has begun is finished first.

    A signal that comes while it starts waits until both are heeded.
    """

    def start(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            super().start()
            signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


def between(work: Callable[[], object]) -> Callable[[], None]:
    """The work for a turn within other work, which goes on when it fails: whatever failed is met again
    when it has its own turn, and must not be taken for a fault of what was being made."""

    def do() -> None:
        try:
            work()
        except Exception:
            log.exception("work between two steps of other work failed")

    return do


class Work:
    """All that waits. Whatever takes long lets what is shorter have its turn in between."""

    def __init__(self, engine: Engine, settings: Settings, is_over: Callable[[], bool]) -> None:
        self.engine, self.settings, self.is_over = engine, settings, is_over
        self.digests = DigestWriter(engine, settings)

    def do_all(self) -> None:
        """What people wait for, then bundles, links, and what is to be swept."""
        self.do_what_people_wait_for()
        while self.make_bundles():
            self.look_at_links()
        self.look_at_links()
        sweep_discarded_files(self.engine, self.settings)
        sweep_expired_workbooks(self.engine)

    def clean_up(self) -> None:
        """What is looked for once an hour."""
        sweep_forgotten_files(self.engine, self.settings)
        sweep_old_bundles(self.engine, self.settings)

    def do_what_people_wait_for(self) -> None:
        """Short work, then the documents that somebody ordered."""
        self.do_short_work()
        for make in MAKERS:
            make(self.engine, self.settings, after_each=between(self.do_short_work))

    def do_short_work(self) -> None:
        """Deadlines, status lists, digests, mail, sheets that are over, and trials of criteria files."""
        run_clock(self.engine, self.settings)
        self.sign_lists()
        self.digests.write()
        self.send_mail()
        self.remove_sheets()
        run_waiting_trials(self.engine, after_each=between(self.send_mail))

    def send_mail(self) -> None:
        send_waiting_mail(self.engine, self.settings)

    def sign_lists(self) -> None:
        """The status lists of credentials; a key that cannot be read holds up nothing else."""
        try:
            sign_status_lists(self.engine, self.settings)
        except (OSError, ValueError, NotSealed):
            log.exception("the lists of suspended and revoked credentials could not be signed")

    def remove_sheets(self) -> None:
        """Interview sheets that are over; a file that cannot be removed holds up nothing else."""
        try:
            sweep_closed_sheets(self.engine, self.settings)
        except OSError:
            log.exception("interview sheets that are over could not be removed")

    def make_bundles(self) -> bool:
        """A share of them; whether more wait."""
        others = between(self.do_what_people_wait_for)
        return make_waiting_bundles(self.engine, self.settings, others, self.is_over, SHARE)

    def look_at_links(self) -> None:
        """Whether web addresses that were named as evidence answer."""
        look_at_links(self.engine, self.settings, after_each=between(self._between_links))

    def _between_links(self) -> None:
        self.do_what_people_wait_for()
        self.make_bundles()


def run_worker(settings: Settings) -> None:
    """Works until SIGINT or SIGTERM, and finishes what it has begun; a second one ends that too.

    Told to end before it takes work, it ends at once.
    """
    logging.basicConfig(level=logging.WARNING)
    queue = make_queue(settings)
    work = Work(make_engine(settings.database), settings, lambda: consumer.stop_flag.is_set())
    declare_work(queue, work.do_all)
    queue.periodic_task(crontab(minute="*"), name="every_minute")(work.do_all)
    queue.periodic_task(crontab(minute="17"), name="every_hour")(work.clean_up)
    consumer = PatientConsumer(queue, workers=1, periodic=True, initial_delay=0.1, max_delay=1.0)
    consumer.run()
