"""An authenticator app, as somebody has it on a phone."""

import time
from dataclasses import dataclass

from passlib.totp import TOTP


@dataclass
class AuthenticatorApp:
    """Shows the codes of a key as it was typed from the page."""

    key: str

    def code(self, *, steps: int = 0) -> str:
        """The code of now, or of some steps of thirty seconds from now."""
        return str(TOTP(key=self.key, format="base32").generate(time.time() + 30 * steps).token)
