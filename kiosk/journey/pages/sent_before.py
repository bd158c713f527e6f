"""What was sealed before a cut of the power: its number, and where its slip is to be had."""

from kiosk.journey.pages.teller import Teller
from kiosk.journey.views import Button, Fact, FactsView, Note, View


def sent_before(t: Teller) -> View:
    told, catalogue = t.walk.sent_before.told, t.walk.catalogue
    number = told.number if told else ""
    at = t.moment(told.sealed_at) if told else ""
    known = told is not None and told.procedure in catalogue
    what = catalogue[told.procedure].short.plain(t.lang) if told and known else t.say("walk.sent-before.papers")
    return FactsView(
        page="sent-before",
        title=t.say("walk.sent-before.title"),
        lead=t.say("walk.sent-before.lead"),
        facts=(
            Fact("receipt-text", t.say("walk.done.number"), number),
            Fact("file-document-outline", t.say("walk.resume.what"), what, t.say("walk.sent-before.at", time=at)),
            Fact("account-tie", t.say("walk.sent-before.go"), t.counter, t.say("walk.sent-before.slip")),
        ),
        notes=(Note("i", t.say("walk.sent-before.note")),),
        buttons=(
            Button("other", t.say("walk.sent-before.other"), style="secondary"),
            Button("finish", t.say("walk.done.finish"), icon="check-bold"),
        ),
    )
