"""Words look the same whatever was drawn before them."""

import itertools

import pytest

from screens.widgets.text import extent, forget_words, line_texture

WORDS = "Công an thành phố Mẫu"
FONTS_HELD = 64
"""fonts that Kivy keeps open; an older one is opened anew, and has met no letter yet"""


@pytest.fixture
def new_fonts(window):
    others = itertools.count(200)

    def close_all() -> None:
        for _ in range(FONTS_HELD + 8):
            extent("a", "BVP800", next(others))
        forget_words()

    yield close_all
    forget_words()


def test_a_word_is_drawn_alike_whatever_was_drawn_before(new_fonts):
    new_fonts()
    picture = drawn(WORDS)
    new_fonts()
    drawn("Gọi cán bộ tới giúp nhé")
    assert drawn(WORDS) == picture


def drawn(words: str) -> bytes:
    """The pixels: a texture is filled when it is first asked for them."""
    return line_texture(words, "BVP700", 44).pixels
