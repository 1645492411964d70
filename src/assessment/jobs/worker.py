"""The worker, at the bell and every minute: deadlines, mail, digests, documents, drafts, links, files."""

import logging
import signal

from huey import crontab
from huey.consumer import Consumer

from assessment.config import Settings
from assessment.db.session import make_engine
from assessment.jobs.queue import declare_work, make_queue
from assessment.services.clock import run_clock
from assessment.services.digests import DigestWriter
from assessment.services.links import look_at_links
from assessment.services.mail import send_waiting_mail
from assessment.services.making_documents import make_waiting_documents
from assessment.services.making_questionnaires import make_waiting_questionnaires
from assessment.services.sweeping import (
    sweep_discarded_files,
    sweep_expired_workbooks,
    sweep_forgotten_files,
)
from assessment.services.trials import run_waiting_trials

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

    def do_short_work() -> None:
        run_clock(engine, settings)
        digests.write()
        send_mail()
        run_waiting_trials(engine, after_each=send_mail)

    def do_what_people_wait_for() -> None:
        do_short_work()
        make_waiting_documents(engine, settings, after_each=do_short_work)
        make_waiting_questionnaires(engine, settings, after_each=do_short_work)

    def work() -> None:
        do_what_people_wait_for()
        look_at_links(engine, settings, after_each=do_what_people_wait_for)
        sweep_discarded_files(engine, settings)
        sweep_expired_workbooks(engine)

    def clean_up() -> None:
        sweep_forgotten_files(engine, settings)

    queue = make_queue(settings)
    declare_work(queue, work)
    queue.periodic_task(crontab(minute="*"), name="every_minute")(work)
    queue.periodic_task(crontab(minute="17"), name="every_hour")(clean_up)
    PatientConsumer(queue, workers=1, periodic=True, initial_delay=0.1, max_delay=1.0).run()
