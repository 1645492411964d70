"""Criteria files: read, checked, and turned into the frozen types of `assessment.domain.criteria`."""
