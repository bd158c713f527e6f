"""The words of this part: both languages, house rules, icons that exist."""

import json
from pathlib import Path

import pytest
import yaml

from kiosk.language.text import WORDS, Text
from kiosk.procedures import Catalogue, Notices, load_list
from kiosk.procedures.checks import all_texts
from kiosk.procedures.faults import sentences, syllables, wording

NOTICES = Notices.load()
ICONS = json.loads((Path(__file__).parents[3] / "assets" / "icons" / "mdi.json").read_text("utf-8"))
RULES = {
    key: Text.model_validate(value) for key, value in yaml.safe_load((WORDS / "rules.yaml").read_text("utf-8")).items()
}

TEXTS = [
    *RULES.items(),
    *((f"{key}.{at}", row.text) for key in NOTICES.ids() for at, row in enumerate(NOTICES[key].rows)),
    *(
        (f"{procedure.id}.{'.'.join(map(str, path))}", text)
        for procedure in Catalogue.load()
        for path, text in all_texts(procedure)
    ),
]


def test_every_text_is_said_well_and_in_both_languages():
    assert len(TEXTS) > 200
    for key, text in TEXTS:
        assert text.vi.strip(), key
        assert text.en.strip(), key
        assert text.places() == Text(vi=text.en, en="").places(), key
        assert wording(text.vi.replace("\n", " ")) is None, key


def test_titles_fit_two_lines_and_twelve_syllables():
    for procedure in Catalogue.load():
        for page in procedure.pages:
            assert syllables(page.title.vi) <= 12, page.id
            for lang in ("vi", "en"):
                assert len(page.title.plain(lang).split("\n")) <= 2, page.id
                assert all(len(line) <= 24 for line in page.title.plain(lang).split("\n")), page.id


def test_every_row_has_an_icon_that_exists():
    rows = [row.icon for procedure in Catalogue.load() for row in procedure.bring]
    rows += [row.icon for row in NOTICES["notice-hc-1"].page_rows]
    assert rows
    assert set(rows) <= set(ICONS)


@pytest.mark.parametrize(
    ("words", "count"), [("Vì sao ông, bà làm\nhộ chiếu lần này?", 9), ("Cha, mẹ – 4×6", 3), ("", 0), ("1 chữ", 2)]
)
def test_syllables_are_words_between_blanks(words, count):
    assert syllables(words) == count


def test_sentences_end_with_their_sign():
    assert sentences("Một. Hai? Ba: bốn 1.001456") == ["Một.", "Hai?", "Ba:", "bốn 1.001456"]
    assert sentences("") == []


@pytest.mark.parametrize("words", ["Bấm nút xanh", "Chạm Ô VÀNG bên dưới", "nút màu đỏ"])
def test_a_control_is_not_named_by_its_colour(words):
    assert "colour" in wording(words)[0]


@pytest.mark.parametrize("words", ["Ảnh 4×6, nền trắng", "Lô Lô đen", "ô số 2"])
def test_a_colour_that_names_no_control_may_be_said(words):
    assert wording(words) is None


def test_there_are_54_ethnic_groups_each_once():
    groups = [entry.value for entry in load_list("ethnic-groups").entries]
    assert len(groups) == len(set(groups)) == 54
    assert groups[0] == "Kinh"


def test_religions_are_listed_once_in_both_languages():
    entries = load_list("religions").entries
    assert len({entry.value for entry in entries}) == len(entries) == 16
    assert all(entry.text.en != entry.text.vi for entry in entries)
