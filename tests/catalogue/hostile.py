"""The nastiest criteria files that we could think of: as large and as bad as the reader lets in.

Each is the small scheme of `building` with some files replaced. `python -m benchmarks.hostile` says
what they cost; `test_hostile.py` reads them under a limit on time and memory.
"""

from tests.catalogue import hostile_forms, hostile_schemes, hostile_texts
from tests.catalogue.hostile_making import Cases

CASES: Cases = hostile_texts.CASES | hostile_forms.CASES | hostile_schemes.CASES
"""By name: what makes the files."""
