"""The questions of the procedure: answered, gone back to, changed on the check page, and sent."""

from collections.abc import Mapping

from kiosk.clock import today
from kiosk.journey.moves import Act, IllegalMove, Stage
from kiosk.journey.part import Handler, Part
from kiosk.journey.session import Answer
from kiosk.procedures.model import Page
from kiosk.procedures.pages import COUNTER, leaves
from kiosk.procedures.rules import Problem


class Asking(Part):
    """Stages ASKING and CHECK."""

    choosing_province = False
    """whether page `place` shows the provinces instead of the communes of one"""
    _chosen_province = ""

    def handlers(self) -> Mapping[Act, Handler]:
        return {
            Act.ANSWER: self._answer,
            Act.KEEP: lambda value: self._take(value or self.walk.attempt.typed, keep=True),
            Act.COUNTER: lambda _: self._leave_to_officer(),
            Act.CHANGE: self._change,
            Act.BACK: self._back,
            Act.EDIT: self._edit,
            Act.SUBMIT: self._submit,
        }

    def silence_s(self) -> float | None:
        walk = self.walk
        return float(walk.page.idle_seconds) if walk.stage is Stage.ASKING else super().silence_s()

    @property
    def province(self) -> str:
        """The code of the province whose communes are searched: the office's, until another is chosen."""
        return self._chosen_province or self.walk.machine.office.province

    def first(self) -> None:
        """To the first question. Answers that were given stay."""
        session = self.walk.session
        session.history, session.editing, session.again = [], "", []
        self._go(self.walk.questions.visible()[0])

    def resume(self) -> None:
        """Go on with kept answers: to the first question that is open or to be asked again, or to the check page."""
        session, questions = self.walk.session, self.walk.questions
        session.history, session.editing = [], ""
        due, visible = questions.due(session.again), questions.visible()
        if due is not None and any(page.id in session.answers for page in visible[visible.index(due) + 1 :]):
            # A change left the gap: only what it asks for comes, not every page after it once more.
            session.editing = self._group_of(due)
        self._go(due)

    # one answer

    def _answer(self, value: str) -> None:
        walk = self.walk
        if self.choosing_province:
            if value not in {province.code for province in walk.places.provinces}:
                raise IllegalMove("this province was not offered")
            self._chosen_province, self.choosing_province = value, False
        elif leaves(walk.page, value):
            walk.raised = "leave"
        elif value == COUNTER and walk.page.counter:
            self._leave_to_officer()
        else:
            self._take(value, keep=False)

    def _leave_to_officer(self) -> None:
        page = self.walk.page
        if page.counter is None:
            raise IllegalMove(f"{page.id} cannot be left to the officer")
        self._keep(page, Answer(COUNTER, source="counter"))

    def _take(self, raw: str, *, keep: bool) -> None:
        """Take what was typed or chosen; `keep`: also if it is doubtful."""
        walk = self.walk
        taken = walk.questions.take(walk.page, raw, today(walk.clock), self.province)
        problem = taken if isinstance(taken, Problem) else None if keep else taken[1]
        if isinstance(taken, Problem) or problem is not None:
            walk.attempt.problem, walk.attempt.typed = problem, raw
            walk.attempt.misses += 1
        else:
            self._keep(walk.page, taken[0])

    def _keep(self, page: Page, answer: Answer) -> None:
        session = self.walk.session
        known = session.answers.get(page.id)
        session.answers[page.id] = answer
        if known is None:
            self.walk.log("answer.saved", field=page.id, source=answer.source)
        elif known != answer:
            session.edits += 1
            self.walk.log("answer.changed", field=page.id)
        questions = self.walk.questions
        if session.editing and known is not None and known.key != answer.key:
            session.again += [other for other in questions.hanging_on(page.id) if other not in session.again]
        session.again = [other for other in session.again if other != page.id]
        session.history = [*(passed for passed in session.history if passed != page.id), page.id]
        self._go(questions.after(page.id, session.editing, session.again))

    def _change(self, _: str) -> None:
        if self.walk.page.kind != "place":
            raise IllegalMove("there is no province to change here")
        self.choosing_province = True

    # the way through

    def _go(self, page: Page | None) -> None:
        """To a question; None: to the check page."""
        self.choosing_province = False
        if page is None:
            self.walk.session.editing = ""
            self.walk.go(Stage.CHECK)
        else:
            self.walk.go(Stage.ASKING, page.id)

    def _group_of(self, page: Page) -> str:
        """The line of the check page that the question belongs to."""
        return next((group.id for group in self.walk.procedure.groups if page.id in group.pages), "")

    def _back(self, _: str) -> None:
        walk, session = self.walk, self.walk.session
        session.back += 1
        visible = [page.id for page in walk.questions.visible()]
        if self.choosing_province:
            self.choosing_province = False
        elif walk.stage is Stage.CHECK:
            session.history = visible[:-1]
            self._go(walk.procedure.page(visible[-1]))
        elif passed := [page for page in session.history if page in visible and page != session.page]:
            session.history = passed[:-1]
            self._go(walk.procedure.page(passed[-1]))
        elif session.editing:
            self._go(None)
        elif (earlier := walk.questions.before(session.page)) is not None:
            self._go(earlier)
        else:
            walk.go(Stage.CONFIRM)

    def _edit(self, group_id: str) -> None:
        """Replay the questions of one line of the check page."""
        walk = self.walk
        group = next((g for g in walk.procedure.groups if g.id == group_id and not g.locked), None)
        first = next((page for page in walk.questions.visible() if group and page.id in group.pages), None)
        if group is None or first is None:
            raise IllegalMove("this line cannot be changed here")
        walk.session.editing, walk.session.history = group.id, []
        self._go(first)

    def _submit(self, _: str) -> None:
        """Seal and keep the dossier. What a change has left open is asked first."""
        walk, session = self.walk, self.walk.session
        questions = walk.questions
        due = questions.due(session.again)
        if due is not None:
            session.editing = self._group_of(due)
            session.history = []
            self._go(due)
            return
        session.flags = questions.doubts(today(walk.clock))
        walk.consent(walk.procedure.declaration, "declaration")
        walk.clock_page()
        walk.paying.begin()
