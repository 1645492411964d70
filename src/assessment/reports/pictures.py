"""Pictures that somebody brought, drawn anew before they reach a document."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageFile, UnidentifiedImageError

POINTS_AT_MOST = 20_000_000
_LONGEST_SIDE = 2000


class UnreadablePicture(Exception):
    """The file is no picture that a document takes; the text says why."""


def redrawn(name: str, content: bytes) -> bytes:
    """The picture as PNG on white, so that nothing but its points reaches a document.

    Only PNG and JPEG are read, whatever the name says: SVG can load and do things. What is larger than
    2000 points is made smaller. Raises `UnreadablePicture` for a damaged file, another kind, or more than
    `POINTS_AT_MOST` points.
    """
    try:
        with _whole(), Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > POINTS_AT_MOST:
                raise UnreadablePicture(
                    f"{name}: more than {POINTS_AT_MOST // 1_000_000} million points"
                )
            drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise UnreadablePicture(f"{name}: is damaged, or neither PNG nor JPEG") from None
    drawn.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    flat = Image.new("RGB", drawn.size, "white")
    flat.paste(drawn, mask=drawn.getchannel("A"))
    made = BytesIO()
    flat.save(made, "PNG")
    return made.getvalue()


@contextmanager
def _whole() -> Iterator[None]:
    """Reads whole pictures alone; the renderer has switched to taking half ones."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
