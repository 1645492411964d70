"""`assessment certificates verify`: the same check without a network, with exit status and plain words."""

import re
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select

from assessment.cli.certificates import command
from assessment.config import Settings, load_settings
from assessment.db.models import Certificate, Document
from assessment.domain.proof import SealFault
from assessment.reports.issuer_keys import keys_in, opened_sealer
from assessment.reports.public_keys import public_keys
from assessment.reports.seal_reader import read_apart
from assessment.services.status_lists import sign_status_lists
from tests.building import Line
from tests.issuing import issue, made

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def issued(line: Line, engine: Engine, settings: Settings, tmp_path: Path) -> Certificate:
    certificate = issue(line)
    ((_document, content),) = made(line, engine, settings)
    (tmp_path / "certificate.pdf").write_bytes(content)
    (tmp_path / "issuer.pem").write_bytes(public_keys(settings.keys_path))
    return certificate


def verify(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, ["verify", *map(str, arguments)])


def test_a_genuine_certificate_needs_nothing_but_the_issuers_keys(
    issued: Certificate, settings: Settings, tmp_path: Path
) -> None:
    told = verify(tmp_path / "certificate.pdf", "--issuer", tmp_path / "issuer.pem")
    first, credential, page = told.stdout.splitlines()
    assert told.exit_code == 0
    seal = read_apart(
        (tmp_path / "certificate.pdf").read_bytes(), (tmp_path / "issuer.pem").read_bytes()
    )
    assert seal.at is not None
    at = f"{seal.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    assert first == f"Genuine: sealed by {settings.issuer} on {at}, and unchanged since."
    assert credential == (
        f"Its credential: Gold: Northern Timber, {issued.valid_from} to {issued.valid_until}."
    )
    assert page.endswith(f" https://labels.example/verify/{issued.token}")


def test_the_moment_of_the_seal_is_told_in_utc_wherever_the_machine_stands(
    line: Line, engine: Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")  # 14 hours ahead
    time.tzset()
    issue(line)
    begun = datetime.now(UTC).replace(second=0, microsecond=0)
    ((_document, content),) = made(line, engine, settings)
    (tmp_path / "certificate.pdf").write_bytes(content)
    (tmp_path / "issuer.pem").write_bytes(public_keys(settings.keys_path))
    told = verify(tmp_path / "certificate.pdf", "--issuer", tmp_path / "issuer.pem").stdout
    monkeypatch.undo()
    time.tzset()
    text = re.findall(r"on ([0-9-]+ [0-9:]+) UTC", told)[0]
    at = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    assert begun <= at <= datetime.now(UTC)


def test_before_the_first_seal_there_are_no_keys_to_check_by(
    engine: Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_status_lists(engine, settings)
    keys = public_keys(settings.keys_path)
    assert b"# credentials" in keys
    (tmp_path / "issuer.pem").write_bytes(keys)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    told = verify(tmp_path / "a.pdf", "--issuer", tmp_path / "issuer.pem")
    assert told.exit_code == 1
    assert "Error: There are no keys: have those of the issuer, its /issuer.pem." in told.output
    assert read_apart(b"%PDF-1.7\n%%EOF\n", keys).fault is SealFault.UNSEALED


def test_a_changed_one_is_refused_with_status_1(issued: Certificate, tmp_path: Path) -> None:
    content = (tmp_path / "certificate.pdf").read_bytes()
    place = content.index(b"/Producer")
    for changes in (
        content + b" ",
        content[:place] + b"/producer" + content[place + 9 :],
    ):
        changed = tmp_path / "changed.pdf"
        changed.write_bytes(changes)
        told = verify(changed, "--issuer", tmp_path / "issuer.pem")
        assert told.exit_code == 1
        said = "Error: The issuer's seal does not fit this PDF: it was changed or put together."
        assert told.stderr.splitlines() == [said]
        assert "Genuine" not in told.output
        assert "Northern Timber" not in told.output


def test_a_report_is_genuine_and_said_to_be_no_certificate(
    line: Line, engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    issue(line)
    line.session.scalars(select(Document)).one().kind = "report"
    ((_document, content),) = made(line, engine, settings)
    (tmp_path / "report.pdf").write_bytes(content)
    (tmp_path / "issuer.pem").write_bytes(public_keys(settings.keys_path))
    told = verify(tmp_path / "report.pdf", "--issuer", tmp_path / "issuer.pem")
    first, second = told.stdout.splitlines()
    assert told.exit_code == 0
    assert first.startswith("Genuine: sealed by ")
    assert second == "It encloses no credential: it is no certificate."


def test_another_installation_does_not_take_it_for_its_own(
    issued: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSESSMENT_INSTANCE", str(tmp_path / "other"))
    told = verify(tmp_path / "certificate.pdf")
    assert told.exit_code == 1
    assert "Error: There are no keys: have those of the issuer, its /issuer.pem." in told.output
    with opened_sealer(load_settings()):
        pass
    told = verify(tmp_path / "certificate.pdf")
    assert told.exit_code == 1
    said = 'The seal says of itself, as anybody can: "Cluster Assessment Demonstration Office".'
    assert said in told.output
    ((seal,),) = keys_in((tmp_path / "issuer.pem").read_bytes()).seals
    digits = sha256(seal.dump()).hexdigest().upper()
    pairs = ":".join(digits[at : at + 2] for at in range(0, 64, 2))
    assert f"SHA-256 of its certificate, to ask its owner for: {pairs}\n" in told.output
    assert "Error: This PDF has another's seal, not the issuer's." in told.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Gold for everybody", "This is no PDF that can be read."),
        (b"", "This is no PDF that can be read."),
        (b"%PDF-1.7\n%%EOF\n", "This PDF has no seal: it is not as the issuer sealed it."),
        (b"%PDF-1.7\n/ByteRange", "This is no PDF that can be read."),
    ],
)
def test_what_is_no_pdf_is_said_to_be_none(
    issued: Certificate, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(content)
    told = verify(file, "--issuer", tmp_path / "issuer.pem")
    assert (told.exit_code, told.output) == (1, f"Error: {said}\n")


def test_keys_that_are_none_are_named(issued: Certificate, tmp_path: Path) -> None:
    keys = tmp_path / "keys.pem"
    keys.write_text("no keys")
    told = verify(tmp_path / "certificate.pdf", "--issuer", keys)
    assert told.exit_code == 1
    assert told.output.startswith(f"Error: {keys}: ")
