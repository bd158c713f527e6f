"""Keys to Vietnamese: the open examples, the table of engines that agree, and laws that hold for all syllables."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.language.syllable import HOI, HUYEN, NANG, NGA, SAC, letters, with_tone
from kiosk.language.typing import PLAIN, TypingEngine, erase, extend, retone, type_answer
from tests.vectors import vectors

TONE_KEYS = {"s": SAC, "f": HUYEN, "r": HOI, "x": NGA, "j": NANG}
VNI_TONES = dict(zip("12345", TONE_KEYS.values(), strict=True))

INITIALS = [*"b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x Kr Ml".split(), ""]  # noqa: SIM905
NUCLEI = {
    "a": "a", "ă": "aw", "â": "aa", "e": "e", "ê": "ee", "i": "i", "o": "o", "ô": "oo", "ơ": "ow", "u": "u",
    "ư": "uw", "y": "y", "ai": "ai", "ao": "ao", "au": "au", "ay": "ay", "âu": "aau", "ây": "aay", "eo": "eo",
    "êu": "eeu", "ia": "ia", "iê": "iee", "iu": "iu", "oa": "oa", "oă": "oaw", "oe": "oe", "oi": "oi", "ôi": "ooi",
    "ơi": "owi", "ua": "ua", "uâ": "uaa", "uê": "uee", "ui": "ui", "uô": "uoo", "uy": "uy", "ưa": "uaw", "ưi": "uiw",
    "ươ": "uwow", "ưu": "uuw", "yê": "yee", "iêu": "ieeu", "oai": "oai", "oay": "oay", "oeo": "oeo", "uây": "uaay",
    "uôi": "uooi", "uya": "uya", "uyê": "uyee", "uyu": "uyu", "ươi": "uowi", "ươu": "uowu", "yêu": "yeeu",
}  # fmt: skip
FINALS = ("", "c", "ch", "m", "n", "ng", "nh", "p", "t", "k")

TABLE = """
oaf òa oà
hoatj hoạt hoạt
dd đ đ
nuwowcs nước nước
khuya khuya khuya
tuyeets tuyết tuyết
xooong xoong xoong
ngoeor ngoẻo ngoẻo
khuyur khuỷu khuỷu
thuowr thuở thuở
huouw hươu hươu
muaw mưa mưa
luuw lưu lưu
guiwr gửi gửi
quangwr quẳng quẳng
hoawcj hoặc hoặc
hoacjw hoặc hoặc
quys quý quý
tws tứ tứ
Wowngs Ướng Ướng
aaa aa aa
uoww uow uow
ww w w
luongww luongw luongw
aaw ă ă
owo ô ô
uoow uơ uơ
luwowngo luông luông
ddix đĩ đĩ
dungdd dungd dungd
duongdwf đường đường
dieudef điều điều
DDINHJ ĐỊNH ĐỊNH
gieengs giếng giếng
gieos giéo giéo
thuyr thủy thuỷ
khoer khỏe khoẻ
ngoaif ngoài ngoài
nguwowif người người
asz a a
az az az
catf catf catf
Eeddee Êđê Êđê
Kroong Krông Krông
iw iw iw
aiw aiw aiw
[]w []ư []ư
tuwoi tươi tươi
VUX VŨ VŨ
aSS aS aS
hoaf.nas hòa.ná hoà.ná
"""


@pytest.mark.parametrize("vector", vectors("type"), ids=lambda v: f"{v['in']['method']} {v['in']['keys']!r}")
def test_the_open_examples(vector: dict) -> None:
    assert type_answer(vector["in"]) == vector["out"]


@pytest.mark.parametrize("line", TABLE.split("\n")[1:-1])
def test_telex_in_both_styles(line: str) -> None:
    keys, old, new = line.split(" ")
    assert TypingEngine("telex", "old").type(keys) == old
    assert TypingEngine("telex", "new").type(keys) == new


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("luong7", "lương"),
        ("D9a8ng5", "Đặng"),
        ("thuo73", "thuở"),
        ("hoa2n", "hoàn"),
        ("ca62n", "cần"),
        ("a11", "a1"),
        ("a66", "a6"),
        ("d99", "d9"),
        ("tu77", "tu7"),
        ("a68", "ă"),
        ("a10", "a"),
        ("5", "5"),
        ("so61 5", "số 5"),
    ],
)
def test_vni(keys: str, text: str) -> None:
    assert TypingEngine("vni").type(keys) == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("Hu\u0300ng", "Hùng"),
        ("hoa\u0300n", "hoàn"),
        ("hoan\u0300", "hoàn"),
        ("nguyên\u0303", "nguyễn"),
        ("a\u0301\u0301", "a"),
        ("a\u0301\u0300", "à"),
        ("a\u0301\0", "a"),
        ("ng\u0301", "ng"),
        ("a \u0301", "a "),
        ("a\u0302", "â"),
        ("Ê\u0306\u0301", "Ê\u0306\u0301"),
        ("n\u0303", "n"),
        ("ñan\u0301", "ñán"),
        ("Dagu\u0301t", "Dagút"),
        ("quy\u0301", "quý"),
        ("w[]", "w[]"),
        ("a\x07\n", "a"),
    ],
)
def test_direct_keys(keys: str, text: str) -> None:
    assert TypingEngine("direct").type(keys) == unicodedata.normalize("NFC", text)


def test_direct_letters_keep_the_style() -> None:
    assert TypingEngine("direct", "new").type("hoa\u0300") == "hoà"
    assert TypingEngine("direct", "new").type("Thuy\u0301") == "Thuý"


@pytest.mark.parametrize(
    ("keys", "text"),
    [("vieetj\b\b", "vi"), ("\b", ""), ("aff\bs", "á"), ("ee\bđ", "đ"), ("hoanf\b", "hoà"), ("dd\b", "")],
)
def test_erasing_takes_one_shown_letter(keys: str, text: str) -> None:
    assert TypingEngine("telex").type(keys) == text


def test_erasing_takes_a_letter_of_two_code_points_whole() -> None:
    assert erase("Ê\u0306") == ""
    assert erase("aÊ\u0306") == "a"
    assert erase("") == ""


def test_an_engine_goes_on_from_a_text() -> None:
    engine = TypingEngine("telex", text="Trần Thị Hoa")
    assert engine.type("nf") == "Trần Thị Hoàn"


@pytest.mark.parametrize(
    ("text", "tone", "expected"),
    [
        ("Trần Thị Hang", HUYEN, "Trần Thị Hàng"),
        ("Hùng", HUYEN, "Hung"),
        ("Hùng", SAC, "Húng"),
        ("Hùng", PLAIN, "Hung"),
        ("Hùng", "", "Hung"),
        ("Hùng ", SAC, "Hùng "),
        ("", SAC, ""),
        ("tr", SAC, "tr"),
        ("gi", HUYEN, "gì"),
        ("giet", SAC, "giét"),
        ("nghiêng", HUYEN, "nghiềng"),
        ("khuyu", HOI, "khuỷu"),
        ("K'So", HOI, "K'Sỏ"),
        ("qu", SAC, "qú"),
    ],
)
def test_a_tone_key_acts_on_the_last_syllable(text: str, tone: str, expected: str) -> None:
    assert retone(text, tone) == expected


def test_a_letter_that_follows_moves_the_tone() -> None:
    assert extend("Trần hòa", "n") == "Trần hoàn"
    assert extend("mì", "a", "new") == "mìa"
    assert extend("gì", "a") == "già"
    assert extend("Hòa", " ") == "Hòa "


@pytest.mark.parametrize(
    ("record", "error"),
    [
        ({}, "missing"),
        ({"keys": ""}, "missing"),
        ({"keys": 1}, "value"),
        ({"keys": "a", "method": "viqr"}, "value"),
        ({"keys": "a", "style": "OLD"}, "value"),
        ({"keys": "a", "lang": "vi"}, "unknown-field"),
    ],
)
def test_a_record_is_checked(record: dict, error: str) -> None:
    assert type_answer(record)["error"] == error


def test_telex_in_the_old_style_is_the_default() -> None:
    assert type_answer({"keys": "hoaf", "method": None, "style": ""}) == {"text": "hòa"}


@st.composite
def syllables(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A syllable without a tone, its Telex keys, the keys before its first vowel, and a tone key it may have."""
    initial, nucleus, final = (
        draw(st.sampled_from(INITIALS)),
        draw(st.sampled_from(sorted(NUCLEI))),
        draw(st.sampled_from(FINALS)),
    )
    assume(not (initial in ("gi", "qu") and nucleus[0] in "iuư"))
    start = initial.replace("đ", "dd")
    tone = draw(st.sampled_from("sj" if final in ("c", "ch", "p", "t") else "sfrxj"))
    return initial + nucleus + final, start + NUCLEI[nucleus] + final, start, tone


@given(syllables(), st.data(), st.sampled_from(["old", "new"]))
def test_the_tone_key_gives_the_same_syllable_wherever_it_is_pressed(
    syllable: tuple[str, str, str, str], data: st.DataObject, style: str
) -> None:
    word, keys, start, tone = syllable
    at = data.draw(st.integers(len(start) + 1, len(keys)))
    typed = TypingEngine("telex", style).type(keys[:at] + tone + keys[at:])
    assert typed == "".join(with_tone(letters(word), TONE_KEYS[tone], style))


@given(syllables(), st.data())
def test_a_direct_tone_gives_the_same_syllable_wherever_it_is_pressed(
    syllable: tuple[str, str, str, str], data: st.DataObject
) -> None:
    word, _, _, key = syllable
    tone = TONE_KEYS[key]
    first = next(at for at, letter in enumerate(word) if unicodedata.normalize("NFD", letter)[0].lower() in "aeiouy")
    at = data.draw(st.integers(first + 1, len(word)))
    assert TypingEngine("direct").type(word[:at] + tone + word[at:]) == retone(word, tone)


@given(syllables())
def test_a_tone_pressed_twice_is_undone(syllable: tuple[str, str, str, str]) -> None:
    word, keys, _, tone = syllable
    assert TypingEngine("telex").type(keys + tone + tone) == word + tone
    assert retone(retone(word, TONE_KEYS[tone]), TONE_KEYS[tone]) == word


@given(syllables())
def test_capitals_stay_capitals(syllable: tuple[str, str, str, str]) -> None:
    _, keys, _, tone = syllable
    upper = TypingEngine("telex").type((keys + tone).upper())
    assert upper == TypingEngine("telex").type(keys.lower() + tone).upper()


@given(st.text("aăâbcdđeêghioôơuưyswfrxjz AWDEOU'\b\0\u0301\u0300\u0323\u0306\u03021678", max_size=24))
@pytest.mark.parametrize("method", ["telex", "vni", "direct"])
def test_the_text_is_nfc_after_every_key_and_no_key_raises(method: str, keys: str) -> None:
    engine = TypingEngine(method)
    for key in keys:
        engine.press(key)
        assert unicodedata.is_normalized("NFC", engine.text)


@given(st.text("abcdehiotunwsfrxjAWD' ", max_size=16))
def test_erasing_takes_letter_by_letter_to_nothing(keys: str) -> None:
    engine = TypingEngine("telex")
    engine.type(keys)
    for _ in range(len(engine.text)):
        before = engine.text
        engine.press("\b")
        assert engine.text == before[:-1]
    assert engine.text == ""


@given(st.text(max_size=20), st.sampled_from([*TONE_KEYS.values(), PLAIN]))
def test_retone_changes_no_letter(text: str, tone: str) -> None:
    text = unicodedata.normalize("NFC", text)

    def bare(value: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFD", value) if c not in TONE_KEYS.values())

    assert bare(retone(text, tone)) == bare(text)


def test_vni_tone_keys_are_those_of_telex() -> None:
    for (telex, tone), (vni, same) in zip(TONE_KEYS.items(), VNI_TONES.items(), strict=True):
        assert tone == same
        assert TypingEngine("vni").type(f"hoan{vni}") == TypingEngine("telex").type(f"hoan{telex}")
