import hashlib
import unicodedata

import pytest

from kiosk.procedures import Notices

NOTICES = Notices.load()
PLACES = {"unit": "Phòng", "name": "Công an", "counter": "quầy số 3", "phone": "0225 000 0000", "dpo_contact": "Tổ"}


def test_the_page_shows_the_rows_that_matter_and_the_full_text_all():
    notice = NOTICES["notice-hc-1"]
    assert len(notice.page_rows) == 7
    assert len(notice.rows) == 12
    assert notice.page_rows[0].text.say("vi", **PLACES) == "Ai nhận: Phòng, Công an."


def test_a_notice_is_said_with_the_offices_data():
    said = NOTICES["notice-hc-1"].say("en", **PLACES)
    assert "An answer within 2 working days, 0225 000 0000." in said
    with pytest.raises(KeyError):
        NOTICES["notice-hc-1"].say("vi", unit="Phòng")


def test_the_hash_is_that_of_the_words_in_normal_form():
    words = "Xin báo cho người ấy biết."
    assert NOTICES["tell-hc-1"].sha256("vi") == hashlib.sha256(unicodedata.normalize("NFC", words).encode()).hexdigest()


def test_each_text_and_language_has_its_own_hash():
    hashes = {NOTICES[key].sha256(lang) for key in NOTICES.ids() for lang in ("vi", "en")}
    assert len(hashes) == 2 * len(NOTICES.ids())


def test_what_was_shown_is_never_changed():
    """A dossier names these words by this hash: for other words write a new text with the next number."""
    assert {key: NOTICES[key].sha256("vi")[:16] for key in NOTICES.ids()} == {
        "declare-hc-1": "44b91f9d87723c9b",
        "keep-hc-1": "888796eec19c434d",
        "notice-hc-1": "ce8abaeb9a7238ec",
        "tell-hc-1": "4094bfc7e752a998",
    }


def test_a_text_that_stands_twice_is_refused(tmp_path):
    text = (
        "tell-x-1: {kind: notice, since: 2026-01-01, source: s, mark: H, checked: 2026-01-01, rows: [{vi: a, en: b}]}"
    )
    for name in ("one/a.yaml", "two/a.yaml", "two/b.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert "tell-x-1" in Notices.load(tmp_path / "one")
    with pytest.raises(ValueError, match="twice"):
        Notices.load(tmp_path / "two")
