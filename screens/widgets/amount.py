"""An amount of money: figures and the currency on one base line."""

from screens.theme import theme
from screens.widgets.part import Part
from screens.widgets.text import Text


class Amount(Part):
    """`role` of the figures: amount on a page of its own, amount_card in a card."""

    def __init__(self, figures: str, currency: str, role: str = "amount", second: str = "currency") -> None:
        super().__init__()
        self.figures = Text(figures, role, "tre9")
        self.currency = Text(currency, second, "tre9")
        self.add_widget(self.figures)
        self.add_widget(self.currency)

    @property
    def wanted(self) -> float:
        """The width, px, that both need side by side."""
        return self.figures.natural() + self._gap() + self.currency.natural()

    @property
    def base(self) -> float:
        """Where the base line of the figures is, window px."""
        return self.figures.y + self.figures.base

    def fit(self, width: float) -> float:
        return self.figures.pitch + (0 if self.wanted <= width else self.currency.pitch)

    def arrange(self) -> None:
        wide = self.figures.natural()
        y = self.top - self.figures.pitch
        self.figures.place(self.x, y, wide, self.figures.pitch)
        if self.wanted > self.width:
            self.currency.place(self.x, y - self.currency.pitch, self.currency.natural(), self.currency.pitch)
            return
        low = y + self.figures.base - self.currency.base
        self.currency.place(self.x + wide + self._gap(), low, self.currency.natural(), self.currency.pitch)

    def _gap(self) -> float:
        return theme.mm(5.6)
