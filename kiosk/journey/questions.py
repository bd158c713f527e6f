"""The question pages of a procedure, as far as they apply to one person: which come, what they offer, what is taken."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kiosk.identity.person import PartialDate, Person
from kiosk.identity.places import AddressMatch, Commune, Places
from kiosk.journey.moves import IllegalMove
from kiosk.journey.session import Answer
from kiosk.language.text import Language, Text, both
from kiosk.office import Office
from kiosk.procedures import rules
from kiosk.procedures.lists import load_list
from kiosk.procedures.model import Answers, Page, Procedure
from kiosk.procedures.pages import UNKNOWN, asked, live
from kiosk.procedures.rules import Problem, RuleContext

_FLAGS = {
    "card-expired": "card_may_have_expired",
    "province-unknown": "birth_registry_unknown",
    "rules.old-passport-date.may-be-valid": "old_passport_may_be_valid",
}
"""Warning of the card, or code of a doubt that was kept -> flag of the envelope, where it has a name of its own."""


@dataclass(frozen=True)
class Offer:
    """One answer that a page offers: its key, its words, and what goes into the form."""

    key: str
    title: Text
    sub: Text | None = None
    value: Any = None
    source: str = "citizen"
    silent: bool = False


class Questions:
    """A view on the session's answers. Answers of pages that no longer apply are kept but do not count. `match`: what
    the card's address is called today, where that was looked up before."""

    def __init__(
        self,
        procedure: Procedure,
        answers: Mapping[str, Answer],
        person: Person | None,
        places: Places,
        office: Office,
        match: AddressMatch | None = None,
    ) -> None:
        self.procedure = procedure
        self.answers = answers
        self.person = person
        self.places = places
        self.office = office
        self._match = match

    def visible(self) -> list[Page]:
        """The pages that apply, in order; a condition looks at earlier pages only."""
        return self._visible

    def keys(self) -> Answers:
        """What conditions look at: page -> key, of the pages that apply."""
        return self._keys

    def first_open(self) -> Page | None:
        return self.due()

    def due(self, again: Collection[str] = ()) -> Page | None:
        """The first page that is open, or answered and to be asked `again`."""
        return next((page for page in self.visible() if page.id in again or page.id not in self.answers), None)

    def after(self, page_id: str, group_id: str = "", again: Collection[str] = ()) -> Page | None:
        """The page after `page_id`; while a group of the check page is changed, the rest of that group and then what
        is `due`. None: all is answered."""
        visible = self.visible()
        at = next((i for i, page in enumerate(visible) if page.id == page_id), -1)
        following = visible[at + 1 :]
        if group_id:
            members = next(group.pages for group in self.procedure.groups if group.id == group_id)
            following = [page for page in following if page.id in members]
        return following[0] if following else self.due(again)

    def hanging_on(self, page_id: str) -> list[str]:
        """Answered pages that are asked because of what was answered on `page_id`: a new answer there may make theirs
        wrong."""
        return [
            page.id
            for page in self.visible()
            if page.id in self.answers and page_id in (*page.when.all_of, *page.when.none_of)
        ]

    def before(self, page_id: str) -> Page | None:
        visible = self.visible()
        at = next((i for i, page in enumerate(visible) if page.id == page_id), 0)
        return visible[at - 1] if at > 0 else None

    def offers(self, page: Page) -> list[Offer]:
        """What the page offers to choose from, in order."""
        fixed = [
            Offer(item.key, item.title, item.sub, source=_source(page, item.key), silent=item.silent)
            for item in page.choices
        ]
        match page.dynamic:
            case "birth-province":
                return self._birth_offers(fixed)
            case "office-ethnic":
                common = [Offer(name, both(name), value=name) for name in self.office.common_ethnic_groups]
                return [fixed[0], *common, *fixed[1:]]
            case "card-address" if self.person and not self.person.address:
                return [offer for offer in fixed if offer.key != "card"]
            case "new-ward":
                return [self._ward_offer(commune) for commune in self._address.candidates[:5]] if self._address else []
            case "provinces":
                return [Offer(p.name, both(p.name), value=p.name) for p in self.places.birth_provinces()]
            case "ethnic-groups" | "religions":
                return [Offer(e.value, e.text, value=e.value) for e in load_list(page.dynamic).entries]
        return fixed

    def take(self, page: Page, raw: str, today: date, province: str) -> Problem | tuple[Answer, Problem | None]:
        """The answer that `raw` stands for, with a warning if it is only doubtful, or the problem with it.
        Raises IllegalMove for a choice that was not offered."""
        if page.kind in ("choice", "list", "message"):
            offer = next((offer for offer in self.offers(page) if offer.key == raw), None)
            if offer is None:
                raise IllegalMove(f"{page.id} does not offer this")
            return Answer(offer.key, offer.source, offer.value), None
        if page.kind == "place":
            commune = next((c for c in self.places.communes(province) if c.code == raw), None)
            if commune is None:
                raise IllegalMove("this commune was not offered")
            return Answer(commune.code, value=self._place(commune)), None
        if page.kind == "date" and raw == UNKNOWN and page.unknown:
            return Answer(UNKNOWN, "unknown"), None
        if self.person is None:
            raise IllegalMove("no card was read")
        value = rules.normalise(page, raw)
        problem = rules.check(page, value, RuleContext(today, self.person.birth, self.keys()))
        if problem is not None and problem.kind == "e":
            return problem
        if page.kind == "date":
            born = PartialDate.from_shown(value)
            return Answer(value, value=born.iso()), problem
        return Answer(value, value=value), problem

    def shown(self, page_id: str, lang: Language) -> str:
        """An answer in words, for the check page; empty where none was given or others say it."""
        answer = self.answers.get(page_id)
        if answer is None:
            return ""
        page = self.procedure.page(page_id)
        if page.kind == "message":
            return ""
        if page.kind in ("choice", "list"):
            offer = next((o for o in self.offers(page) if o.key == answer.key), None)
            if offer and offer.silent:
                return ""
            return offer.title.plain(lang) if offer else answer.key
        if page.kind == "place":
            return f"{answer.value['kind_name']}, {answer.value['province_name']}" if answer.value else ""
        if page.kind == "date":
            return PartialDate.from_iso(answer.value).shown() if answer.value else ""
        return answer.key

    def doubts(self, today: date) -> list[str]:
        """What an officer should look at, as flags of the envelope, sorted."""
        if self.person is None:
            return []
        flags = {_FLAGS.get(warning, warning.replace("-", "_")) for warning in self.person.warnings}
        if self.keys().get("home-now") != "moved" and not (self._address and self._address.candidates):
            flags.add("ward_unknown")
        context = RuleContext(today, self.person.birth, self.keys())
        for page in self.visible():
            problem = rules.check(page, self.answers[page.id].key, context) if page.check else None
            if problem is not None and problem.code in _FLAGS:
                flags.add(_FLAGS[problem.code])
        return sorted(flags)

    def birth_province(self) -> dict[str, str] | None:
        """The birthplace as it was confirmed or chosen: its old name and that of today."""
        chosen = self.answers.get("birthplace")
        if chosen is not None and chosen.key == "other":
            chosen = self.answers.get("birthplace-list")
        if chosen is None or not isinstance(chosen.value, str):
            return None
        return {"old": chosen.value, "new": self.places.province_today(chosen.value)}

    @property
    def address(self) -> AddressMatch | None:
        """The card's address in today's units: a proposal."""
        return self._address

    def today_ward(self) -> Commune | None:
        """The commune the card's address lies in today: plain, or chosen on `new-ward`; None where nobody knows."""
        if self._address is None or not self._address.candidates:
            return None
        if self._address.exact:
            return self._address.candidates[0]
        chosen = self.answers.get("new-ward")
        return next((c for c in self._address.candidates if chosen and c.code == chosen.key), None)

    @cached_property
    def _visible(self) -> list[Page]:
        return asked(self.procedure, self._all_keys(), self._absent)

    @cached_property
    def _keys(self) -> Answers:
        return live(self.procedure, self._all_keys(), self._absent)

    def _all_keys(self) -> Answers:
        return {page: answer.key for page, answer in self.answers.items()}

    @cached_property
    def _absent(self) -> set[str]:
        """Pages whose provider has nothing to ask."""
        return {page.id for page in self.procedure.pages if page.dynamic == "new-ward" and not self._ward_unclear}

    @cached_property
    def _address(self) -> AddressMatch | None:
        if self._match is not None:
            return self._match
        return self.places.map_address(self.person.address) if self.person and self.person.address else None

    @property
    def _ward_unclear(self) -> bool:
        """Whether the card's address fits more than one commune of today, or one with a doubt."""
        return self._address is not None and bool(self._address.candidates) and not self._address.exact

    def _birth_offers(self, fixed: list[Offer]) -> list[Offer]:
        name = self.person.birth_province if self.person else None
        if name is None:
            return [offer for offer in fixed if offer.key != "proposed"]
        return [
            Offer("proposed", both(name), offer.sub, name, "proposed_confirmed") if offer.key == "proposed" else offer
            for offer in fixed
        ]

    def _ward_offer(self, commune: Commune) -> Offer:
        return Offer(commune.code, both(f"{commune.kind_name}"), both(commune.province_name), self._place(commune))

    @staticmethod
    def _place(commune: Commune) -> dict[str, str]:
        return {
            "code": commune.code,
            "name": commune.name,
            "kind_name": commune.kind_name,
            "province": commune.province,
            "province_name": commune.province_name,
        }


def _source(page: Page, key: str) -> str:
    return "counter" if key in page.counter_keys else "citizen"
