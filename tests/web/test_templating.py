"""Names that templates know."""

from flask import Flask

from assessment.web.templating import Globals


def test_names_are_a_templates_own_and_those_of_all() -> None:
    names = Globals({"own": 1, "both": 2}, {"both": 3, "all": 4})
    assert names.keys() == {"own", "both", "all"}
    assert dict(names) == {"own": 1, "both": 2, "all": 4}


def test_templates_of_the_application_have_them(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ one }}", globals={"one": 1})
    assert isinstance(template.globals, Globals)
    assert {"one", "url_for"} <= template.globals.keys()
    assert template.render() == "1"
