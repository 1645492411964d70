"""An authenticator app, as somebody has it on a phone."""

import time
from dataclasses import dataclass

from passlib.totp import TOTP

STEP = 30
STILL_TO_TYPE = 5


@dataclass
class AuthenticatorApp:
    """Shows the codes of a key as it was typed from the page.

    A code about to change is not read: whoever holds the phone waits for the next one, so that
    what they type still counts when it arrives.
    """

    key: str

    def code(self, *, steps: int = 0) -> str:
        """The code of now, or of some steps of thirty seconds from now."""
        left = STEP - time.time() % STEP
        if left < STILL_TO_TYPE:
            time.sleep(left)
        return str(TOTP(key=self.key, format="base32").generate(time.time() + STEP * steps).token)
