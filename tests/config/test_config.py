"""Settings: defaults < `config.toml` < `ASSESSMENT_*` variables, each fault with its place."""

import subprocess
import sys
from pathlib import Path

import pytest

from assessment.config import ConfigurationError, Settings, load_settings
from assessment.resources import CRITERIA


def load(instance: Path, *, config: str = "", **variables: str) -> Settings:
    """The settings of an instance with this `config.toml` and these `ASSESSMENT_*` variables."""
    instance.mkdir(exist_ok=True)
    if config:
        (instance / "config.toml").write_text(config, encoding="utf-8")
    return load_settings({f"ASSESSMENT_{k}": v for k, v in variables.items()}, instance)


def faults(instance: Path, *, config: str = "", **variables: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load(instance, config=config, **variables)
    return str(caught.value).splitlines()


def test_without_anything_set_the_defaults_hold(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.model_dump(exclude={"secret_key", "password_salt"}) == {
        "instance_path": tmp_path,
        "criteria_path": CRITERIA,
        "database_url": "",
        "base_url": "http://127.0.0.1:8000",
        "issuer": "Cluster Assessment Demonstration Office",
        "contact_email": "",
        "mail_sender": "Cluster Assessment <no-reply@localhost>",
        "smtp_host": "",
        "smtp_port": 25,
        "smtp_user": "",
        "smtp_password": "",
        "smtp_security": "none",
        "seal_pkcs12": "",
        "seal_pkcs11_module": "",
        "seal_pkcs11_token": "",
        "seal_pkcs11_label": "",
        "seal_password": "",
        "timestamp_url": "",
        "upload_megabytes": 25,
        "library_megabytes": 2048,
        "check_private_links": False,
        "sign_in_limit": "10 per minute",
        "invitation_days": 14,
        "web_workers": 2,
        "trusted_proxies": 0,
    }


def test_the_file_goes_before_the_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path, config='issuer = "Lapin toimisto"\nweb_workers = 4\n')
    assert (settings.issuer, settings.web_workers, settings.smtp_port) == ("Lapin toimisto", 4, 25)


def test_a_variable_goes_before_the_file(tmp_path: Path) -> None:
    settings = load(tmp_path, config='issuer = "File"\nweb_workers = 4\n', WEB_WORKERS="8")
    assert (settings.issuer, settings.web_workers) == ("File", 8)


def test_a_variable_names_the_instance(tmp_path: Path) -> None:
    settings = load_settings({"ASSESSMENT_INSTANCE": str(tmp_path / "made" / "here")})
    assert settings.instance_path == tmp_path / "made" / "here"
    assert settings.instance_path.is_dir()


def test_variables_of_others_are_no_settings(tmp_path: Path) -> None:
    assert load_settings({"WEB_WORKERS": "8", "HOME": "/"}, tmp_path).web_workers == 2


def test_paths_lie_in_the_instance(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.database == f"sqlite:///{tmp_path}/assessment.db"
    assert settings.evidence_path == tmp_path / "evidence"
    assert settings.documents_path == tmp_path / "documents"
    assert settings.outbox_path == tmp_path / "outbox"


def test_a_database_may_be_elsewhere(tmp_path: Path) -> None:
    address = "postgresql://labels@db.example/labels"
    assert load(tmp_path, DATABASE_URL=address).database == address


@pytest.mark.parametrize(
    "address",
    ["sqlite:////srv/labels.db", "postgresql+psycopg://labels@db.example/labels"],
)
def test_a_database_is_sqlite_or_postgresql(tmp_path: Path, address: str) -> None:
    assert load(tmp_path, DATABASE_URL=address).database == address


@pytest.mark.parametrize(
    "address",
    [
        "labels",
        "postgresql://db.example:port/labels",
        "postgresql://db.example",
        "postgres://db.example/labels",
        "postgresql+asyncpg://db.example/labels",
        "mysql://db.example/labels",
        "sqlite://labels.db",
        "sqlite://srv/labels.db",
    ],
)
def test_another_database_is_a_fault(tmp_path: Path, address: str) -> None:
    assert faults(tmp_path, DATABASE_URL=address) == [
        "ASSESSMENT_DATABASE_URL: database_url: Value error, must be like"
        " postgresql://user:password@host/name or sqlite:////path"
    ]


def test_the_contact_is_a_link_to_write_to(tmp_path: Path) -> None:
    settings = load(tmp_path, CONTACT_EMAIL="a&b@office.example")
    assert settings.contact_link == "mailto:a%26b@office.example"
    assert load(tmp_path).contact_link == ""


@pytest.mark.parametrize("address", ["office", "javascript:alert(1)", "a@b@office.example"])
def test_a_contact_that_is_no_mail_address_is_a_fault(tmp_path: Path, address: str) -> None:
    assert faults(tmp_path, CONTACT_EMAIL=address) == [
        "ASSESSMENT_CONTACT_EMAIL: contact_email: Value error, must be an e-mail address like"
        " office@example.org"
    ]


def test_the_folder_of_the_installation_is_no_setting_of_its_own(tmp_path: Path) -> None:
    wanted = "instance_path: set by ASSESSMENT_INSTANCE alone"
    assert faults(tmp_path, INSTANCE_PATH="/srv") == [f"ASSESSMENT_INSTANCE_PATH: {wanted}"]
    file = tmp_path / "config.toml"
    assert faults(tmp_path, config='instance_path = "/srv"\n') == [f"{file}: {wanted}"]


@pytest.mark.parametrize(("number", "is_taken"), [("0", True), ("5", True), ("6", False)])
def test_up_to_five_proxies_may_be_trusted(tmp_path: Path, number: str, is_taken: bool) -> None:
    if is_taken:
        assert load(tmp_path, TRUSTED_PROXIES=number).trusted_proxies == int(number)
    else:
        assert faults(tmp_path, TRUSTED_PROXIES=number) == [
            "ASSESSMENT_TRUSTED_PROXIES: trusted_proxies: Input should be less than or equal to 5"
        ]


def test_the_public_address_says_whether_it_is_secure(tmp_path: Path) -> None:
    settings = load(tmp_path, BASE_URL="https://labels.example/")
    assert (settings.base_url, settings.is_https) == ("https://labels.example", True)
    assert load(tmp_path).is_https is False


def test_megabytes_are_counted_in_bytes(tmp_path: Path) -> None:
    assert load(tmp_path, UPLOAD_MEGABYTES="3").upload_bytes == 3_145_728


def test_every_fault_is_named_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    found = faults(
        tmp_path,
        config='colour = "red"\nupload_megabytes = 0\nbase_url = "labels.example"\n',
        SMTP_PORT="many",
        SMTP_SECURITY="maybe",
    )
    assert found == [
        f"{file}: base_url: Value error, must start with http:// or https://",
        "ASSESSMENT_SMTP_PORT: smtp_port: Input should be a valid integer, unable to parse string"
        " as an integer",
        "ASSESSMENT_SMTP_SECURITY: smtp_security: Input should be 'none', 'starttls' or 'tls'",
        f"{file}: upload_megabytes: Input should be greater than or equal to 1",
        f"{file}: colour: Extra inputs are not permitted",
    ]


def test_a_fault_never_tells_a_secret(tmp_path: Path) -> None:
    assert faults(tmp_path, SECRET_KEY="hunter2") == [
        "ASSESSMENT_SECRET_KEY: secret_key: String should have at least 32 characters"
    ]


def test_an_unknown_variable_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, WEB_WORKER="2") == [
        "ASSESSMENT_WEB_WORKER: web_worker: Extra inputs are not permitted"
    ]


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, config='issuer = "Office"\nweb_workers = = 2\n')
    assert fault == f"{tmp_path / 'config.toml'}: Invalid value (at line 2, column 15)"


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b'issuer = "\xe4"\n')
    (fault,) = faults(tmp_path)
    assert fault.startswith(f"{tmp_path / 'config.toml'}: 'utf-8' codec can't decode byte 0xe4")


def test_broken_secrets_are_named_and_kept(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text("secret_key = ")
    (fault,) = faults(tmp_path)
    assert fault.startswith(f"{tmp_path / 'secrets.toml'}: Invalid value")
    assert (tmp_path / "secrets.toml").read_text() == "secret_key = "


def test_settings_never_change(tmp_path: Path) -> None:
    settings = load(tmp_path)
    with pytest.raises(ValueError, match="frozen"):
        settings.web_workers = 3  # type: ignore[misc]


def test_secrets_are_made_for_the_owner_alone(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert (len(settings.secret_key), len(settings.password_salt)) == (64, 32)
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.toml"]
    assert (tmp_path / "secrets.toml").stat().st_mode & 0o777 == 0o600


def test_secrets_are_kept(tmp_path: Path) -> None:
    first, second = load(tmp_path), load(tmp_path)
    assert first == second


def test_secrets_differ_between_installations(tmp_path: Path) -> None:
    one, other = load(tmp_path / "one"), load(tmp_path / "other")
    assert one.secret_key != other.secret_key
    assert one.password_salt != other.password_salt


def test_processes_that_make_secrets_at_once_agree(tmp_path: Path) -> None:
    wait = "import sys; sys.stdin.read(1); "
    code = wait + (
        "from assessment.config import load_settings; from pathlib import Path; "
        f"print(load_settings({{}}, Path({str(tmp_path)!r})).secret_key)"
    )
    code = "import assessment.config; " + code
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("g")
        process.stdin.flush()
    keys = {process.communicate(timeout=60)[0].strip() for process in started}
    assert keys == {load(tmp_path).secret_key}
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.toml"]
