"""Who stands here: what the readers gave becomes one `Person`, with its source, its warnings and how sure we are.

Places live here too (`kiosk.identity.places`): today's communes, and what an old address became.
"""

from kiosk.identity.card import CardFault, CardRefusal, card_answer, parse_card, person_json
from kiosk.identity.person import (
    Assurance,
    CardWarning,
    PartialDate,
    Person,
    PersonalNumber,
    Route,
    Sex,
    Source,
    age_on,
    birth_province,
    birthday,
    expiry,
)

__all__ = [
    "Assurance",
    "CardFault",
    "CardRefusal",
    "CardWarning",
    "PartialDate",
    "Person",
    "PersonalNumber",
    "Route",
    "Sex",
    "Source",
    "age_on",
    "birth_province",
    "birthday",
    "card_answer",
    "expiry",
    "parse_card",
    "person_json",
]
