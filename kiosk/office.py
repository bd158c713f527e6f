"""What one office says of itself: names, counter, hours, payees, terms. Comes from the hub, never from a form."""

from datetime import date, time

from pydantic import BaseModel, ConfigDict, Field


class Hours(BaseModel):
    """One stretch of opening on the given ISO weekdays (1 Monday)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weekdays: tuple[int, ...]
    opens: time
    closes: time


class Office(BaseModel):
    """An office. Days are counted in office days unless the name says otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    """the authority, e.g. "Công an thành phố Mẫu" """
    unit: str
    """the desk, e.g. "Phòng Quản lý xuất nhập cảnh" """
    unit_en: str = ""
    province: str
    """code of the province of today, e.g. "31" """
    receives: tuple[str, ...]
    """procedure codes this office accepts"""
    counter: str = "quầy số 3"
    counter_en: str = "counter 3"
    phone: str
    hours: tuple[Hours, ...]
    closed_days: tuple[date, ...] = ()
    """days this office is shut besides public holidays"""
    saturdays: bool = False
    payees: dict[str, str] = Field(default_factory=dict)
    """payee kind of a procedure -> id on the signed payee list"""
    pay_days: int = 30
    """calendar days a payment slip is good for"""
    look_days: int = 10
    photo_at_counter: bool = False
    collect_at: str = ""
    result_hours: str = "8 giờ đến 11 giờ 30"
    money_answer_by: str = ""
    dpo_contact: str = ""
    common_ethnic_groups: tuple[str, str] = ("Tày", "Hoa")
    where_else: str = ""
    """where to go for a procedure that this office does not receive"""

    def closing_time(self, day: date) -> time | None:
        """When the office closes on `day`; None if it is shut. Public holidays are the calendar's business."""
        stretches = [h.closes for h in self.hours if day.isoweekday() in h.weekdays]
        return max(stretches) if stretches and day not in self.closed_days else None
