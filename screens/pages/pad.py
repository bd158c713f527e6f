"""The number pad of 17b: one field, large keys, continue."""

from kiosk.journey.views import Button, PadView
from screens.pages.pad_entry import PadEntryPage
from screens.pages.page import shows
from screens.widgets.entry_model import PadModel
from screens.widgets.fields import Field
from screens.widgets.part import Part
from screens.widgets.text import Text


@shows(PadView)
class PadPage(PadEntryPage):
    stage_gap = 6.8
    _model: PadModel

    @property
    def letters(self) -> bool:
        return self.view.letters

    def model(self, view: PadView) -> PadModel:
        return PadModel(view.value, letters=view.letters, groups=view.groups, limit=view.limit)

    @property
    def answer(self) -> str:
        return self._model.text

    def stage(self) -> list[Part]:
        self.field = Field(role="date")
        label = [Text(self.view.label, "box_label", "ink2")] if self.view.label else []
        ways = [self._way(way, "target_low") for way in self.ways()] if self.ways_typed and not self._aside else []
        return [*label, self.field, *self.error(), *ways, *self.pad()]

    def act(self) -> list[Part]:
        return [*self.bell(), *self.way_on(*(self.ways() if not self.ways_typed else []))]

    def ways(self) -> list[Button]:
        return list(self.view.extra)

    def refresh(self) -> None:
        self.field.show_error(self.wrong)
        self.field.say(self._model.shown)
