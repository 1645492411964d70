"""Bringing a database to the current shape, by the migrations inside the package."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from assessment.db.session import make_engine
from assessment.resources import MIGRATIONS


def migration_config(engine: Engine) -> Config:
    """Alembic's configuration for this engine; no ini file is needed."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def upgrade_database(url: str) -> None:
    """Upgrades the database at the address to the newest migration; does nothing when it is there."""
    engine = make_engine(url)
    try:
        command.upgrade(migration_config(engine), "head")
    finally:
        engine.dispose()
