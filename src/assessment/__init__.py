"""Excellence labels for business clusters: answer, score, review, decide, certify."""

__version__ = "0.1.0"
