"""One frozen, validated `Settings`: defaults < `instance/config.toml` < `ASSESSMENT_*` variables."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

from email_validator import EmailNotValidError, validate_email
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from assessment.resources import CRITERIA, default_instance

PREFIX = "ASSESSMENT_"
MEGABYTE = 1024 * 1024
DATABASES = {"sqlite", "postgresql", "postgresql+psycopg"}
"""What a database's address may begin with."""


class ConfigurationError(Exception):
    """A setting is unknown or has a value that cannot be used; the text says which and where it stands."""


class Settings(BaseModel):
    """What one installation may set. Every name here is documented in docs/operations.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instance_path: Path
    criteria_path: Path = CRITERIA
    database_url: str = ""
    secret_key: str = Field(min_length=32)
    password_salt: str = Field(min_length=16)
    base_url: str = "http://127.0.0.1:8000"
    issuer: str = "Cluster Assessment Demonstration Office"
    contact_email: str = ""
    mail_sender: str = "Cluster Assessment <no-reply@localhost>"
    smtp_host: str = ""
    smtp_port: Annotated[int, Field(gt=0, lt=65536)] = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    seal_pkcs12: str = ""
    seal_pkcs11_module: str = ""
    seal_pkcs11_token: str = ""
    seal_pkcs11_label: str = ""
    seal_password: str = ""
    timestamp_url: str = ""
    upload_megabytes: Annotated[int, Field(ge=1, le=200)] = 25
    library_megabytes: Annotated[int, Field(ge=1, le=1_000_000)] = 2048
    check_private_links: bool = False
    sign_in_limit: str = "10 per minute"
    invitation_days: Annotated[int, Field(ge=1, le=90)] = 14
    web_workers: Annotated[int, Field(ge=1, le=64)] = 2
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0

    @field_validator("base_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @field_validator("contact_email")
    @classmethod
    def _is_mail_address(cls, value: str) -> str:
        try:
            return value and validate_email(value, check_deliverability=False).normalized
        except EmailNotValidError:
            raise ValueError("must be an e-mail address like office@example.org") from None

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: str) -> str:
        if value and not _is_database_address(value):
            raise ValueError("must be like postgresql://user:password@host/name or sqlite:////path")
        return value

    @property
    def database(self) -> str:
        """The SQLAlchemy address: the one configured, else SQLite inside the instance folder."""
        return self.database_url or f"sqlite:///{self.instance_path / 'assessment.db'}"

    @property
    def contact_link(self) -> str:
        """Where a letter to the secretariat begins; empty when no address is set."""
        return self.contact_email and f"mailto:{quote(self.contact_email, safe='@')}"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def upload_bytes(self) -> int:
        return self.upload_megabytes * MEGABYTE

    @property
    def library_bytes(self) -> int:
        return self.library_megabytes * MEGABYTE

    @property
    def evidence_path(self) -> Path:
        return self.instance_path / "evidence"

    @property
    def documents_path(self) -> Path:
        return self.instance_path / "documents"

    @property
    def bundles_path(self) -> Path:
        return self.instance_path / "bundles"

    @property
    def keys_path(self) -> Path:
        return self.instance_path / "keys"

    @property
    def outbox_path(self) -> Path:
        return self.instance_path / "outbox"


def load_settings(
    environ: Mapping[str, str] | None = None, instance: Path | None = None
) -> Settings:
    """The settings of this installation; makes the instance folder and its secrets when they are missing.

    Raises `ConfigurationError` naming each wrong setting and the place where it stands.
    """
    environ = os.environ if environ is None else environ
    path = (instance or Path(environ.get(PREFIX + "INSTANCE") or default_instance())).resolve()
    path.mkdir(parents=True, exist_ok=True)
    values: dict[str, Any] = {"instance_path": path, **_secrets(path / "secrets.toml")}
    source = dict.fromkeys(values, "secrets.toml")
    for name, value in _file_values(path / "config.toml").items():
        values[name], source[name] = value, str(path / "config.toml")
    for key, text in environ.items():
        if key.startswith(PREFIX) and key != PREFIX + "INSTANCE":
            name = key.removeprefix(PREFIX).lower()
            values[name], source[name] = text, key
    if values["instance_path"] is not path:
        raise ConfigurationError(
            f"{source['instance_path']}: instance_path: set by {PREFIX}INSTANCE alone"
        )
    try:
        return Settings(**values)
    except ValidationError as error:
        faults = [
            f"{source.get(str(e['loc'][0]), 'settings')}: {e['loc'][0]}: {e['msg']}"
            for e in error.errors()
        ]
        raise ConfigurationError("\n".join(faults)) from None


def _is_database_address(value: str) -> bool:
    """Whether it can be read, and leads to a kind of database that the product works with."""
    try:
        address = make_url(value)
    except (ArgumentError, ValueError):
        return False
    is_file = address.get_backend_name() == "sqlite"
    return (
        address.drivername in DATABASES
        and bool(address.database)
        and not (is_file and address.host)
    )


def _file_values(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from None


def _secrets(path: Path) -> dict[str, Any]:
    """Keys made once, readable by the owner alone; written whole or not at all."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(
                "# Made at the first start. Changing them signs everybody out.\n"
                f'secret_key = "{secrets.token_urlsafe(48)}"\n'
                f'password_salt = "{secrets.token_urlsafe(24)}"\n'
            )
        with suppress(FileExistsError):  # another process was first: its keys are the ones
            os.link(draft, path)
        draft.unlink()
    return _file_values(path)
