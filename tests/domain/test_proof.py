"""What a file is, by its seal and by the record."""

import pytest

from assessment.domain.proof import Genuineness, Seal, SealFault, genuineness


@pytest.mark.parametrize(
    ("fault", "is_on_record", "is_superseded", "what"),
    [
        (None, True, False, Genuineness.ISSUED),
        (None, True, True, Genuineness.CORRECTED),
        (SealFault.UNSEALED, True, False, Genuineness.ISSUED),
        (None, False, False, Genuineness.SEALED),
        (SealFault.CHANGED, False, False, Genuineness.CHANGED),
        (SealFault.OTHER_SEAL, False, False, Genuineness.FOREIGN),
        (SealFault.UNREADABLE, False, False, Genuineness.FOREIGN),
    ],
)
def test_what_seal_and_record_make_of_a_file(
    fault: SealFault | None, is_on_record: bool, is_superseded: bool, what: Genuineness
) -> None:
    assert genuineness(Seal(fault), is_on_record, is_superseded) is what
