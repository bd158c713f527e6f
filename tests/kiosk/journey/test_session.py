"""What is held of one walk survives being written down."""

import json

from hypothesis import given
from hypothesis import strategies as st

from kiosk.journey.moves import Stage
from kiosk.journey.session import Answer, Session

TEXT = st.text(max_size=20)
VALUES = st.none() | TEXT | st.dictionaries(TEXT, TEXT, max_size=3)
ANSWERS = st.dictionaries(TEXT, st.builds(Answer, TEXT, TEXT, VALUES), max_size=4)
SESSIONS = st.builds(
    Session,
    id=TEXT,
    started_at=TEXT,
    lang=st.sampled_from(["vi", "en"]),
    size=TEXT,
    theme=TEXT,
    stage=st.sampled_from(Stage),
    procedure=TEXT,
    page=TEXT,
    card_text=TEXT,
    answers=ANSWERS,
    history=st.lists(TEXT, max_size=4),
    editing=TEXT,
    again=st.lists(TEXT, max_size=4),
    flags=st.lists(TEXT, max_size=4),
    consents=st.lists(st.dictionaries(TEXT, TEXT, max_size=3), max_size=2),
    pages_s=st.dictionaries(TEXT, st.floats(0, 1e6), max_size=4),
    back=st.integers(0, 1000),
)


@given(SESSIONS)
def test_a_session_is_the_same_after_a_power_cut(session):
    assert Session.from_dict(json.loads(json.dumps(session.to_dict()))) == session


@given(SESSIONS)
def test_what_is_written_down_does_not_change_with_the_session(session):
    before = json.dumps(session.to_dict())
    written = session.to_dict()
    session.answers["new"] = Answer("x")
    session.history.append("new")
    assert json.dumps(written) == before


def test_looks_are_set_together():
    session = Session("a", "b")
    session.looks = ("en", "1.25", "contrast")
    assert (session.lang, session.size, session.theme) == ("en", "1.25", "contrast")
