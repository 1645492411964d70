"""The accounts as the sign-in library wants to see them."""

from typing import cast

from flask_security.core import RoleMixin, UserMixin
from flask_security.datastore import SQLAlchemySessionUserDatastore
from sqlalchemy import delete
from sqlalchemy.orm import Session, scoped_session

from assessment.db.models import BrowserSession, Passkey, User


class Accounts(SQLAlchemySessionUserDatastore):
    """People by the library's interface; what it changes is committed by the unit of work."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            cast("scoped_session[Session]", session),
            User,
            cast("type[RoleMixin]", None),
            webauthn_model=Passkey,
        )

    def commit(self) -> None:
        """Leaves the commit to the unit of work round the view."""
        self.db.session.flush()

    def set_uniquifier(self, user: UserMixin, uniquifier: str | None = None) -> None:
        """After a new password: links in mail are void, and every session of the person's ends."""
        super().set_uniquifier(user, uniquifier)
        owner = cast(User, user)
        self.db.session.execute(delete(BrowserSession).where(BrowserSession.user_id == owner.id))
