"""The accounts as the sign-in library wants to see them."""

from typing import cast

from flask_security.core import RoleMixin
from flask_security.datastore import SQLAlchemySessionUserDatastore
from sqlalchemy.orm import Session, scoped_session

from assessment.db.models import User


class Accounts(SQLAlchemySessionUserDatastore):
    """People by the library's interface; what it changes is committed by the unit of work."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            cast("scoped_session[Session]", session), User, cast("type[RoleMixin]", None)
        )

    def commit(self) -> None:
        """Leaves the commit to the unit of work round the view."""
        self.db.session.flush()
