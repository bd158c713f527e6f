"""Words look the same whatever was drawn before them."""

import pytest

from screens.widgets.text import extent, forget_words, line_texture

WORDS = "Công an thành phố Mẫu"
FONTS_HELD = 64
"""fonts that Kivy keeps open; an older one is opened anew, and has met no letter yet"""


@pytest.fixture
def new_font(window):
    def close() -> None:
        forget_words()
        for px in range(FONTS_HELD + 8):
            extent("a", "BVP800", 200 + px)
        forget_words()

    yield close
    forget_words()


def test_a_word_is_drawn_and_measured_alike_whatever_was_drawn_before(new_font):
    new_font()
    wide, picture = extent(WORDS, "BVP700", 50), line_texture(WORDS, "BVP700", 50).pixels
    new_font()
    line_texture("Gọi cán bộ tới giúp nhé", "BVP700", 50)
    assert extent(WORDS, "BVP700", 50) == wide
    assert line_texture(WORDS, "BVP700", 50).pixels == picture
