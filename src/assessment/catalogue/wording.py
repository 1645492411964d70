"""A text of a criteria file that knows how far it can be relied on in the reader's language."""


class Text(str):
    """Wording in a language.

    `language` is the language that it is written in ("" where nobody asked); `is_outdated` says that
    it translates an earlier source text.
    """

    language: str = ""
    is_outdated: bool = False

    @classmethod
    def marked(cls, text: str, language: str, *, is_outdated: bool = False) -> "Text":
        """The text with what is known about it."""
        marked = cls(text)
        marked.language, marked.is_outdated = language, is_outdated
        return marked
