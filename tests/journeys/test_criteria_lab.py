"""A labelling body changes its rules under a running server: tries, sees who is affected, publishes."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assessment.resources import CRITERIA
from tests.journeys.conftest import Site
from tests.journeys.person import Person

SCHEME = CRITERIA / "cluster-excellence"
CHANGES = """\
from: "2026.2"
to: "2026.3"
criteria:
  web-presence: {class: clarified}
"""


def pack(folder: Path) -> Path:
    """The default scheme with a higher threshold as version 2026.3, in an archive.

    Its worked examples, which promise what 120 points give, are left out.
    """
    path = folder / "draft.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in (file for file in SCHEME.rglob("*.yaml") if file.parent.name != "examples"):
            text = file.read_text(encoding="utf-8")
            if file.name == "scheme.yaml":
                text = text.replace('version: "2026.2"', 'version: "2026.3"')
            if file.name == "gold.yaml":
                text = text.replace("threshold: 120", "threshold: 130")
            archive.writestr(file.relative_to(SCHEME.parent).as_posix(), text)
        archive.writestr("cluster-excellence/changes/2026.3.yaml", CHANGES)
    return path


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_draft_is_tried_and_published_while_people_work(
    site: Site, visit: Callable[..., Person], tmp_path: Path
) -> None:
    manager = visit(site).sign_in("manager@demo.example").go("/assessments/2")
    manager.follow("4.12 Web presence")
    justification = manager.page.get_by_label("Justification", exact=True).input_value()

    secretary = visit(site).sign_in("secretariat@demo.example").go("/secretariat/schemes")
    secretary.follow("Cluster Excellence Assessment")
    secretary.page.locator("#archive").set_input_files(pack(tmp_path))
    secretary.press("Try this draft").is_at("Draft: version 2026.3")
    secretary.page.get_by_text("submissions are affected").wait_for(timeout=120_000)
    secretary.sees("would lose the label").sees("threshold: 120, now 130")
    secretary.meets_no_barrier()
    secretary.fill("What is new, in one sentence (optional)", "A higher threshold.")
    secretary.press("Publish version 2026.3").sees("Published. From now on every draft follows")
    secretary.sees("A higher threshold.")

    desk = visit(site).sign_in("manager@demo.example").go("/assessments/2")
    desk.sees("version 2026.3 of the scheme holds").sees("A higher threshold.").sees("To confirm")
    manager.page.reload()
    manager.sees(
        "This answer comes from an earlier version of the scheme, which has changed since."
    )
    manager.sees("threshold 130")
    assert manager.page.get_by_label("Justification", exact=True).input_value() == justification
    manager.press("Save").sees("Saved.")
    assert "earlier version of the scheme" not in manager.page.inner_text("main")
