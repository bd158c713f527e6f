"""What the machine holds of one citizen's walk, in a form that can be saved and opened again."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from kiosk.journey.moves import Stage
from kiosk.language.text import Language

USUAL_LOOKS: tuple[Language, str, str] = ("vi", "1", "light")
"""Language, text size and theme that every session begins with."""


@dataclass
class Answer:
    """One page's answer. `key`: what conditions look at (a choice's key or the text). `source` as in the envelope:
    citizen, proposed_confirmed, counter (left to the officer), unknown."""

    key: str
    source: str = "citizen"
    value: Any = None


@dataclass
class Session:
    """One walk. Everything personal of it lives here and, sealed, in the store; nowhere else."""

    id: str
    started_at: str
    lang: Language = USUAL_LOOKS[0]
    size: str = USUAL_LOOKS[1]
    theme: str = USUAL_LOOKS[2]
    stage: Stage = Stage.IDLE
    procedure: str = ""
    page: str = ""
    card_text: str = ""
    card_read_at: str = ""
    card_reader: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    history: list[str] = field(default_factory=list)
    """the question pages passed before the present one"""
    editing: str = ""
    """the group of the check page that is being changed"""
    again: list[str] = field(default_factory=list)
    """answered pages that a changed answer makes worth asking again"""
    flags: list[str] = field(default_factory=list)
    consents: list[dict[str, str]] = field(default_factory=list)
    pages_s: dict[str, float] = field(default_factory=dict)
    """seconds spent on each page"""
    back: int = 0
    edits: int = 0
    help: int = 0
    idle_warnings: int = 0

    @property
    def looks(self) -> tuple[Language, str, str]:
        return self.lang, self.size, self.theme

    @looks.setter
    def looks(self, looks: tuple[Language, str, str]) -> None:
        self.lang, self.size, self.theme = looks

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, state: dict[str, Any]) -> Self:
        fields = dict(state)
        fields["stage"] = Stage(fields["stage"])
        fields["answers"] = {page: Answer(**answer) for page, answer in fields["answers"].items()}
        return cls(**fields)
