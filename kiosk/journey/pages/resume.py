"""What a cut of the power left: that it is there, and the one question that opens it. No answer is shown before."""

from kiosk.journey.pages.teller import Teller
from kiosk.journey.views import Button, Choice, ChoiceView, Fact, FactsView, Note, View
from kiosk.procedures.pages import UNKNOWN


def resume(t: Teller) -> View:
    kept = t.walk.resuming
    what = kept.procedure.short.plain(t.lang) if kept.procedure else ""
    at = t.moment(kept.begun_at) if kept.begun_at else ""
    facts = (
        Fact("file-document-outline", t.say("walk.resume.what"), what, t.say("walk.resume.since", time=at)),
        Fact("check-bold", t.say("walk.resume.answered"), t.say("walk.resume.count", count=str(kept.answered))),
    )
    return FactsView(
        page="resume",
        title=t.say("walk.resume.title"),
        lead=t.say("walk.resume.lead"),
        facts=facts,
        notes=(Note("i", t.say("walk.resume.note")),),
        buttons=(
            Button("again", t.say("walk.resume.anew"), style="secondary"),
            Button("next", t.say("walk.resume.go-on"), icon="arrow-right"),
        ),
    )


def proof(t: Teller) -> View:
    asked = t.walk.resuming.proof
    page = asked.page if asked else None
    digits = page is not None and page.kind == "pad"
    options = [
        Choice(str(place), t.say("walk.resume.digits", digits=option) if digits else option)
        for place, option in enumerate(asked.options if asked else ())
    ]
    return ChoiceView(
        page="resume-proof",
        title=t.text(page.title if page else None),
        lead=t.say("walk.resume.choose-digits" if digits else "walk.resume.choose"),
        note=Note("i", t.say("walk.resume.once")),
        choices=(*options, Choice(UNKNOWN, t.say("walk.resume.forgot"))),
    )
