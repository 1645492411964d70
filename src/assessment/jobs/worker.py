"""The worker, at the bell and every minute: deadlines, mail, digests, documents, bundles, links, files."""

import logging
import signal

from huey import crontab
from huey.consumer import Consumer

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


def run_worker(settings: Settings) -> None:
    """Works until SIGINT or SIGTERM, and finishes what it has begun; a second one ends that too.

    Told to end before it takes work, it ends at once.
    """
    logging.basicConfig(level=logging.WARNING)
    engine = make_engine(settings.database)
    digests = DigestWriter(engine, settings)

    def send_mail() -> None:
        send_waiting_mail(engine, settings)

    def sign_lists() -> None:
        try:
            sign_status_lists(engine, settings)
        except (OSError, ValueError, NotSealed):  # a key that cannot be read holds up nothing else
            log.exception("the lists of suspended and revoked credentials could not be signed")

    def do_short_work() -> None:
        run_clock(engine, settings)
        digests.write()
        send_mail()
        run_waiting_trials(engine, after_each=send_mail)

    def do_what_people_wait_for() -> None:
        do_short_work()
        sign_lists()
        make_waiting_documents(engine, settings, after_each=do_short_work)
        make_waiting_specimens(engine, settings, after_each=do_short_work)
        make_waiting_portfolio_reports(engine, settings, after_each=do_short_work)
        make_waiting_draft_reports(engine, settings, after_each=do_short_work)
        make_waiting_interview_sheets(engine, settings, after_each=do_short_work)
        make_waiting_questionnaires(engine, settings, after_each=do_short_work)

    def make_bundles() -> bool:
        is_over = consumer.stop_flag.is_set
        return make_waiting_bundles(engine, settings, do_what_people_wait_for, is_over, SHARE)

    def do_between_links() -> None:
        do_what_people_wait_for()
        make_bundles()

    def work() -> None:
        do_what_people_wait_for()
        while make_bundles():
            look_at_links(engine, settings, after_each=do_between_links)
        look_at_links(engine, settings, after_each=do_between_links)
        sweep_discarded_files(engine, settings)
        sweep_expired_workbooks(engine)
        sweep_closed_sheets(engine, settings)

    def clean_up() -> None:
        sweep_forgotten_files(engine, settings)
        sweep_old_bundles(engine, settings)

    queue = make_queue(settings)
    declare_work(queue, work)
    queue.periodic_task(crontab(minute="*"), name="every_minute")(work)
    queue.periodic_task(crontab(minute="17"), name="every_hour")(clean_up)
    consumer = PatientConsumer(queue, workers=1, periodic=True, initial_delay=0.1, max_delay=1.0)
    consumer.run()
