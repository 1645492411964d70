"""How the documents of a bundle stand, in words that whoever ordered them understands."""

from assessment.domain.bundles import Cause, Lack, Standing, cause_of
from assessment.reports.words.messages import Messages


def kind_words(kind: str, messages: Messages) -> str:
    """What a document is."""
    return {
        "certificate": messages.gettext("Certificate"),
        "report": messages.gettext("Evaluation report"),
        "benchmarking": messages.gettext("Benchmarking report"),
    }[kind]


def standing_words(standing: Standing, messages: Messages) -> str:
    """How far a document is."""
    return {
        Standing.WAITING: messages.gettext("Waiting"),
        Standing.MADE: messages.gettext("Made"),
        Standing.FAILED: messages.gettext("Failed"),
        Standing.LEFT_OUT: messages.gettext("Left out"),
    }[standing]


def remark_words(standing: Standing, remark: str, messages: Messages) -> str:
    """Why a document failed or was left out; "" of any other."""
    if standing is Standing.FAILED:
        return cause_words(cause_of(remark), messages)
    return lack_words(Lack(remark), messages) if standing is Standing.LEFT_OUT else ""


def lack_words(lack: Lack, messages: Messages) -> str:
    """Why there is no document, or why it is left out."""
    return {
        Lack.UNDECIDED: messages.gettext("There is no decision on it."),
        Lack.DEFERRED: messages.gettext("The decision was deferred."),
        Lack.NOT_AWARDED: messages.gettext("The label was not awarded."),
        Lack.SUSPENDED: messages.gettext("The label is suspended."),
        Lack.REVOKED: messages.gettext("The label was revoked."),
        Lack.RENEWED: messages.gettext("A renewal took the place of the certificate."),
        Lack.NOT_COMPARED: messages.gettext("The label has no benchmarking report."),
        Lack.NO_LANGUAGE: messages.gettext("The scheme has no such language."),
        Lack.STOPPED: messages.gettext("The making was stopped before."),
    }[lack]


def cause_words(cause: Cause, messages: Messages) -> str:
    """What is behind a document, or a file, that could not be made, and what to do about it."""
    return {
        Cause.ROOM: messages.gettext("The disk is full. Once there is room it is tried again."),
        Cause.SEAL: messages.gettext(
            "It could not be sealed. Whoever runs the server can look at the key of the seal."
        ),
        Cause.PAPER: messages.gettext(
            "The issuer’s paper has a fault. Its page says what is wrong with it."
        ),
        Cause.MEMORY: messages.gettext("The server had too little memory for it."),
        Cause.WORKER: messages.gettext(
            "The program ended while making it. Whoever runs the server finds more in its log."
        ),
        Cause.LOST: messages.gettext(
            "Its file is not on the disk as it was made. Once it is back from a backup, try again."
        ),
        Cause.OTHER: messages.gettext(
            "It could not be made. Whoever runs the server finds more in its log."
        ),
    }[cause]
