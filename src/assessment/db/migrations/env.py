"""Runs migrations on the engine that `upgrade.migration_config` hands over."""

from alembic import context

from assessment.db.models import User

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=User.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        user_module_prefix="base.",
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
