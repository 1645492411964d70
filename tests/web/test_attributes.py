"""What a form's controls say of themselves: as the library says it, and never somebody's text as HTML."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from wtforms import Form, SelectChoice, SelectField, TextAreaField
from wtforms.widgets import core, html_params

from assessment.web.forms.attributes import attributes, init_attributes


def test_attributes_are_escaped_and_named_as_the_library_names_them() -> None:
    made = attributes(
        class_="tick", data_max="1", aria_label='a "b" <c>', checked=True, disabled=False
    )
    assert made == 'aria-label="a &#34;b&#34; &lt;c&gt;" checked class="tick" data-max="1"'


@given(
    st.dictionaries(
        st.sampled_from(["class_", "id", "data_max", "aria_label", "title", "checked"]),
        st.one_of(st.booleans(), st.integers(), st.text(), st.text().map(Markup)),
    )
)
def test_attributes_are_those_of_the_library(values: dict[str, object]) -> None:
    made, meant = attributes(**values), html_params(**values)
    assert made.replace("&quot;", "&#34;") == meant.replace("&quot;", "&#34;")


def test_every_control_escapes_its_attributes() -> None:
    class Fields(Form):
        text = TextAreaField()
        choice = SelectField(choices=[SelectChoice('"1"', "One")])

    init_attributes()
    assert core.html_params is attributes
    form, hostile = Fields(), '"><script>'
    made = "&#34;&gt;&lt;script&gt;"
    assert f'<textarea class="{made}" id="text" name="text">' in form.text(class_=hostile)
    assert f'<select class="{made}" id="choice" name="choice">' in form.choice(class_=hostile)
    assert '<option value="&#34;1&#34;">One</option>' in form.choice()
