"""The catalogue of procedures: declarative files, checked at load: what is asked, what it costs, which papers it needs.

Fees, promised days, notices and lists are dated data beside it: nothing of law stands in code.
"""

from kiosk.procedures.bring import BringFact, BringHint, BringPage, bring_facts
from kiosk.procedures.calendar import HolidayTable, OfficeCalendar
from kiosk.procedures.catalogue import Catalogue, check_catalogue, json_schema
from kiosk.procedures.faults import CatalogueFaults, Fault
from kiosk.procedures.fees import choice_fee, fee_row, pay_until
from kiosk.procedures.lists import load_list
from kiosk.procedures.model import Answers, FeeRow, Page, Procedure
from kiosk.procedures.notices import Notice, Notices
from kiosk.procedures.offices import OfficeFault, load_office
from kiosk.procedures.papers import PaperDue, papers_due

__all__ = [
    "Answers",
    "BringFact",
    "BringHint",
    "BringPage",
    "Catalogue",
    "CatalogueFaults",
    "Fault",
    "FeeRow",
    "HolidayTable",
    "Notice",
    "Notices",
    "OfficeCalendar",
    "OfficeFault",
    "Page",
    "PaperDue",
    "Procedure",
    "bring_facts",
    "check_catalogue",
    "choice_fee",
    "fee_row",
    "json_schema",
    "load_list",
    "load_office",
    "papers_due",
    "pay_until",
]
