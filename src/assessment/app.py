"""The composition root: settings, catalogue, database and pages become one application."""

from flask import Flask, Response
from flask_bootstrap import Bootstrap5
from werkzeug.middleware.proxy_fix import ProxyFix

from assessment.config import Settings, load_settings
from assessment.db.session import make_engine
from assessment.jobs.queue import WorkerBell
from assessment.resources import STATIC, TEMPLATES
from assessment.services.shelf import make_shelf
from assessment.web import account, manager, public, review, secretariat, submission
from assessment.web.access import RowNumber, guard
from assessment.web.compression import init_compression
from assessment.web.context import init_context
from assessment.web.errors import init_errors
from assessment.web.forms.attributes import init_attributes
from assessment.web.fragments import init_fragments
from assessment.web.glossary import init_glossary
from assessment.web.hints import init_hints
from assessment.web.language import init_language
from assessment.web.limits import limit_tries
from assessment.web.listing import init_listing
from assessment.web.open_answers import init_open_answers
from assessment.web.security import init_security, security_config
from assessment.web.static_files import StaticFiles
from assessment.web.templating import init_templates
from assessment.web.transactions import TransactionalFlask, close_session
from assessment.web.wording import init_wording


def create_app(settings: Settings | None = None) -> Flask:
    """The web application of one installation.

    Raises `CriteriaFault` when the criteria files have faults and none were published before,
    `ConfigurationError` when a setting is wrong. The database must have been upgraded.
    """
    settings = settings or load_settings()
    files = StaticFiles()
    app = TransactionalFlask(
        "assessment",
        instance_path=str(settings.instance_path),
        template_folder=str(TEMPLATES),
        static_folder=str(STATIC),
        static_url_path=files.address,
    )
    app.url_map.converters["int"] = RowNumber
    proxies = settings.trusted_proxies
    behind = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)
    app.wsgi_app = files.before(behind)  # type: ignore[assignment,method-assign]
    app.config.update(security_config(settings))
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    init_templates(app)
    app.extensions["settings"] = settings
    engine = make_engine(settings.database)
    app.extensions["engine"] = engine
    app.extensions["shelf"] = make_shelf(settings.criteria_path, engine)
    app.extensions["worker_bell"] = WorkerBell(settings)
    Bootstrap5(app)
    init_open_answers(app)
    init_compression(app)
    init_attributes()
    init_language(app)
    init_security(app, settings)
    init_errors(app)
    init_context(app)
    init_wording(app)
    init_listing(app)
    init_fragments(app)
    init_glossary(app)
    init_hints(app)
    app.before_request(guard)
    app.after_request(_keep_private)
    app.teardown_appcontext(close_session)
    for persona in (public, account, manager, submission, review, secretariat):
        app.register_blueprint(persona.pages)
    limit_tries(app, settings)
    return app


def _keep_private(response: Response) -> Response:
    """Pages are for the person who asked, and no cache in between keeps a file that they fetch."""
    is_file = "Content-Disposition" in response.headers
    if is_file:
        response.headers["Cache-Control"] = "private, no-store"
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
