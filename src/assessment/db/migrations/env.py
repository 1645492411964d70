"""Runs migrations on the engine that `upgrade.migration_config` hands over."""

from alembic import context

from assessment.db.models import User

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # A table that others lead to is made anew by dropping it; what leads where is checked after.
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=User.metadata,
        render_as_batch=is_sqlite,
        user_module_prefix="base.",
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise RuntimeError(f"rows that lead nowhere after the upgrade: {lost[:5]}")
    connection.commit()
    if is_sqlite:
        raw.execute("PRAGMA foreign_keys=ON")
