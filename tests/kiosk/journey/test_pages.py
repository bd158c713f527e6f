"""What is shown: every page and sheet in both languages, in words that keep the house rules."""

import ast
import re
from dataclasses import fields, is_dataclass

import pytest
import yaml

from kiosk.demo.gallery import EXPIRED_CARD, SLUGS, Stand, sample_view
from kiosk.journey.moves import Stage
from kiosk.journey.views import Button, CheckView, ConfirmView, DateView, SearchView, TypingView, View
from kiosk.language.text import LANGUAGES, WORDS, Text
from kiosk.procedures.faults import syllables, wording
from tests.kiosk.journey.support import PAGES, seen

FACES = [(slug, lang) for slug in SLUGS for lang in LANGUAGES]
VIEWS = {face: sample_view(*face) for face in FACES}
WALK = {key: Text.model_validate(text) for key, text in yaml.safe_load((WORDS / "walk.yaml").read_text()).items()}
JOURNEY = WORDS.parents[1] / "kiosk" / "journey"
BARE = {"pccc.sub"}
"""keys, by their ends, that say nothing on purpose"""


def said(thing, skip=()):
    """Every text of a view that a person reads."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from said(part, skip)
    elif is_dataclass(thing):
        for field in fields(thing):
            if field.name not in skip:
                yield from said(getattr(thing, field.name), skip)


@pytest.mark.parametrize("face", FACES, ids=lambda face: "-".join(face))
def test_a_view_has_a_title_a_language_and_no_place_left_open(face):
    view = VIEWS[face]
    assert view.title.strip()
    assert view.lang == face[1]
    assert not view.sheet or view.sheet.title.strip()
    for text in said(view, skip=("more_label",)):
        assert "{" not in text, text
        assert "None" not in text, text


@pytest.mark.parametrize("face", [face for face in FACES if face[1] == "vi"], ids=lambda face: face[0])
def test_what_is_shown_is_short_and_blames_nobody(face):
    view = VIEWS[face]
    titles = [view.title, view.sheet.title if view.sheet else ""]
    assert all(syllables(title) <= 12 for title in titles)
    for text in said(view):
        assert wording(text.replace("\n", " ")) is None, text


@pytest.mark.parametrize("face", FACES, ids=lambda face: "-".join(face))
def test_a_title_takes_two_lines_at_most(face):
    view = VIEWS[face]
    for title in (view.title, view.sheet.title if view.sheet else ""):
        assert len(title.split("\n")) <= 2
        assert all(len(line) <= 30 for line in title.split("\n")), title


@pytest.mark.parametrize("face", FACES, ids=lambda face: "-".join(face))
def test_every_button_has_words_and_an_act_that_is_legal_here(face):
    stand = SLUGS[face[0]](Stand.begun())
    stand.walk.session.lang = face[1]
    view = seen(stand)
    buttons = [thing for thing in parts(view) if isinstance(thing, Button)]
    for button in buttons:
        assert button.label.strip()
        if button.act != "next" or view.sheet is None:
            legal(stand, button)


def parts(thing):
    yield thing
    if isinstance(thing, tuple):
        for part in thing:
            yield from parts(part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from parts(getattr(thing, field.name))


def legal(stand, button):
    from kiosk.journey.moves import Act, targets

    targets(stand.walk.stage, Act(button.act))


def test_english_differs_from_vietnamese_on_every_page():
    for slug in SLUGS:
        assert VIEWS[slug, "vi"].title != VIEWS[slug, "en"].title, slug


def test_only_the_first_pages_and_the_sealed_dossier_have_no_way_back():
    without = {slug for slug in SLUGS if not VIEWS[slug, "vi"].can_back}
    assert all(VIEWS[slug, "vi"].bar in ("start", "after", "none") for slug in without)
    assert all(VIEWS[slug, "vi"].bar == "full" for slug in SLUGS if slug not in without)


@pytest.mark.parametrize(
    ("page", "step"),
    [
        ("home", None),
        ("bring", (1, "Chuẩn bị")),
        ("notice", (1, "Chuẩn bị")),
        ("card", (2, "Thẻ căn cước")),
        ("confirm", (2, "Thẻ căn cước")),
        ("why", (3, "Việc hộ chiếu")),
        ("phone", (3, "Liên hệ")),
        ("check", (4, "Kiểm tra lại")),
        ("pay-how", (5, "Trả lệ phí")),
        ("pay-qr", (5, "Trả lệ phí")),
        ("done", None),
    ],
)
def test_the_step_is_said(stand, page, step):
    shown = seen(stand.to(page)).step
    assert (shown and (shown.number, shown.name)) == step
    assert shown is None or shown.total == 5


def test_the_number_of_the_card_is_shown_whole_nowhere_but_on_request():
    for (slug, _), view in VIEWS.items():
        skip = ("number_full",) if isinstance(view, ConfirmView) else ()
        assert "031155000678" not in "".join(said(view, skip)).replace(" ", ""), slug


def test_a_phone_number_is_masked_once_the_answers_are_sealed(stand):
    stand.to("pay-wait", {"pay": "wait"})
    assert "0900000678" not in "".join(said(seen(stand))).replace(" ", "")


def test_looking_changes_nothing(stand):
    for page in ("home", "card", "place", "mother-name", "check", "pay-qr", "done"):
        stand.to(page, {"home-now": "temporary", "pay": "phone"})
        before = (stand.walk.session.to_dict(), list(stand.machine.told), list(stand.machine.events))
        assert seen(stand) is not None
        assert (stand.walk.session.to_dict(), stand.machine.told, stand.machine.events) == before


def test_the_check_page_makes_its_two_pages_of_ten_rows(stand):
    view = seen(stand.to("check"))
    assert isinstance(view, CheckView)
    assert [row.value for row in view.rows] == [
        *("job-to-do", "person", "birthplace", "belonging", "home"),
        *("work", "parents", "spouse", "old-passport", "contact"),
    ]
    assert [row.value for row in view.rows if row.locked] == ["person"]
    assert view.more_label.format(n=5) == "Xem tiếp, còn 5 dòng"


def test_dates_are_said_in_words_as_far_as_they_are_known(stand):
    view = seen(stand.to("mother-born"))
    assert isinstance(view, DateView)
    assert view.words("-/-/1932") == "Năm một nghìn chín trăm ba mươi hai"
    assert view.words("05/09/2016") == "Ngày năm tháng chín năm hai nghìn không trăm mười sáu"
    assert view.words("31/02/2016") == view.words("") == view.words("-/-/") == ""
    stand.walk.act("language")
    assert seen(stand).words("05/09/2016") == "5 September 2016"


def test_names_are_suggested_own_surname_first(stand):
    mother = seen(stand.to("mother-name"))
    assert isinstance(mother, TypingView)
    assert len(mother.suggest("")) == 3
    father = seen(stand.to("father-name", card=EXPIRED_CARD))
    assert father.suggest("")[0] == stand.walk.person.surname


def test_the_name_of_the_spouse_is_suggested_for_whom_to_call(stand):
    view = seen(stand.to("relative-name", {"spouse": "married", "contact": "relative"}))
    assert view.suggest("")[0] == "Lê Văn Nhàn"
    assert len(view.suggest("")) == 3
    assert "Lê Văn Nhàn" not in view.suggest("L")


def test_nobody_is_suggested_who_was_not_named(stand):
    view = seen(stand.to("relative-name", {"spouse": "widowed", "contact": "relative"}))
    assert "Lê Văn Nhàn" not in view.suggest("")


def test_lists_are_searched_without_tones_beginnings_first(stand):
    view = seen(stand.to("ethnic-list", {"ethnic": "other"}))
    assert isinstance(view, SearchView)
    names = [found.title for found in view.search("hm")]
    assert names[0] == "Hmông" or names[0].lower().startswith("hm")
    assert len(view.search("")) == 54
    assert view.search("zzz") == ()
    assert view.help_cell.act == "counter"


def test_what_was_typed_before_stands_in_the_field_again(stand):
    stand.to("old-date").walk.act("back")
    assert seen(stand).value == "C0000012"
    stand.walk.act("counter")
    stand.walk.act("back")
    assert seen(stand).value == ""


def keys_in_the_code():
    """Patterns of the keys of words that stand in the sources, `.+` for what is filled in."""
    for path in JOURNEY.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values)


def test_no_words_of_the_walk_are_kept_that_nothing_says():
    said_by = [re.compile(pattern) for pattern in keys_in_the_code() if pattern.startswith("walk")]
    assert [key for key in WALK if not any(pattern.fullmatch(key) for pattern in said_by)] == []


def test_every_text_of_the_walk_is_said_well_in_both_languages():
    for key, text in WALK.items():
        if any(key.endswith(end) for end in BARE):
            continue
        assert text.vi.strip(), key
        assert text.en.strip(), key
        assert text.places() == Text(vi=text.en, en="").places(), key
        assert wording(text.vi.replace("\n", " "), title=key.endswith(".title")) is None, key


def test_no_words_for_people_stand_in_the_code():
    letters = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ]")
    for path in JOURNEY.rglob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""|#[^\n]*', "", path.read_text("utf-8"))
        assert not letters.search(code), path.name


@pytest.mark.parametrize("page", ["check", "old-date", "ethnic-list", "place", "mother-name", "spouse-name"])
def test_a_view_is_equal_to_itself_drawn_again(page):
    stand = Stand.begun().to(page, {"ethnic": "other", "home-now": "temporary", "spouse": "married"})
    assert PAGES.view(stand.walk) == PAGES.view(stand.walk)


def test_all_stages_have_a_view():
    assert {str(stage) for stage in Stage} - {str(Stage.ASKING)} <= {view.page for view in VIEWS.values()}


def test_every_view_is_a_view():
    assert all(isinstance(view, View) for view in VIEWS.values())
