"""Ties of reviewers to a cluster, in words."""

from assessment.domain.conflicts import Rule
from assessment.reports.words.messages import Messages


def conflict_words(rule: str, messages: Messages) -> str:
    """What a rule on conflicts of interest found; the rule's name where it is none of ours any more."""
    gettext = messages.gettext
    words: dict[str, str] = {
        Rule.TEAM: gettext("on the cluster’s team"),
        Rule.EMPLOYED: gettext("employed by the cluster"),
        Rule.BOARD: gettext("on the cluster’s board"),
        Rule.MEMBER: gettext("a member of the cluster"),
        Rule.ADVISER: gettext("adviser to the cluster"),
        Rule.SIMILAR_NAME: gettext("tied to an organisation with a similar name"),
        Rule.RECIPROCAL: gettext("somebody of the cluster reviewed a cluster of theirs"),
        Rule.LAST_PANEL: gettext("reviewed the cluster’s last application"),
        Rule.OBJECTED: gettext("the cluster objected to a panel with them"),
    }
    return words.get(rule, rule)
