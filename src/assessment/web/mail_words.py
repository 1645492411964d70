"""The words for mail: what each topic is about, and how it can come."""

from flask_babel import lazy_gettext as _l

from assessment.domain.mail_topics import Topic, Way

TOPICS = {
    Topic.WORK: _l("Work that waits for you"),
    Topic.REMINDERS: _l("Reminders of deadlines"),
    Topic.OUTCOMES: _l("What became of applications and reviews"),
    Topic.OVERVIEW: _l("What waits for you, in the digest"),
    Topic.TASKS: _l("Tasks, in the digest"),
    Topic.COMMENTS: _l("Comments, in the digest"),
    Topic.TEAM: _l("Who has joined or has another role, in the digest"),
    Topic.DIGEST: _l("The digest"),
}
EXPLAINED = {
    Topic.WORK: _l(
        "An application came in, a consensus is open, questions are answered, a decision waits."
    ),
    Topic.REMINDERS: _l("A day for answering, rating or a duty comes near, or has passed."),
    Topic.OUTCOMES: _l(
        "An application was withdrawn, conditions are met, a review that you did is decided on."
    ),
    Topic.OVERVIEW: _l("Reviews and applications that wait for you, with the days left."),
    Topic.TASKS: _l("What was assigned to you, and what is due soon or overdue."),
    Topic.COMMENTS: _l("Mentions of you, and comments where you take part."),
    Topic.TEAM: _l("Changes in the teams that you are on."),
}
WAYS = {
    Way.AT_ONCE: _l("At once"),
    Way.DIGEST: _l("In the digest"),
    Way.OFF: _l("Not at all"),
}
