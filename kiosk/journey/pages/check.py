"""The check page: what was answered, a line a group, and what sending declares."""

from kiosk.journey.pages.teller import Teller
from kiosk.journey.views import Button, CheckView, Row, View
from kiosk.language.numbers import phone_text
from kiosk.procedures.model import Group


def check(t: Teller) -> View:
    walk = t.walk
    lines = [(group, group_text(t, group)) for group in walk.procedure.groups]
    rows = tuple(Row(group.id, t.text(group.label), text, locked=group.locked) for group, text in lines if text)
    return CheckView(
        page="check",
        title=t.say("walk.check.title"),
        lead=t.say("walk.check.lead"),
        rows=rows,
        edit_label=t.say("walk.check.edit"),
        locked_label=t.say("walk.check.card"),
        more_label=t.words["walk.more"].plain(t.lang),
        declaration=walk.notices[walk.procedure.declaration].say(t.lang),
        buttons=(Button("submit", t.say("walk.check.submit"), icon="arrow-right"),),
    )


def group_text(t: Teller, group: Group) -> str:
    """The answers of the group that apply, what stands twice once, a title on a line of its own; "" where nothing of it
    is asked."""
    walk, questions = t.walk, t.walk.questions
    visible = {page.id for page in questions.visible()}
    parts: list[str] = []
    for name in group.show or group.pages:
        if name == "$title":
            parts.append(walk.procedure.title_for(questions.keys()).plain(t.lang))
        elif name == "$person.name" and walk.person:
            parts += [walk.person.name, walk.person.number.masked()]
        elif name in visible and name in walk.session.answers:
            parts.append(_answer_text(t, name))
    if any(page in visible and page not in walk.session.answers for page in group.pages):
        parts.append(t.say("walk.check.open"))
    seen = list(dict.fromkeys(part for part in parts if part))
    if group.locked:
        return "\n".join(seen)
    heads = 1 if "$title" in group.show else 0
    return "\n".join([*seen[:heads], *filter(None, [", ".join(seen[heads:])])])


def _answer_text(t: Teller, page_id: str) -> str:
    walk = t.walk
    answer, page = walk.session.answers[page_id], walk.procedure.page(page_id)
    if answer.source == "counter":
        return t.say("walk.check.counter")
    if answer.source == "unknown":
        return t.say("walk.check.unknown")
    if page.dynamic == "card-address" and answer.key == "card" and walk.person:
        return walk.person.address
    if page.check == "phone":
        return phone_text(answer.key)
    return walk.questions.shown(page_id, t.lang)
