"""Handmade views of the pages on which something is typed, checked, paid: the walk's words, the most parts."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.journey.views import (
    Button,
    CheckView,
    Choice,
    DateView,
    DoneView,
    Found,
    Note,
    PadView,
    PayHowView,
    PayQrView,
    PayWaitView,
    Row,
    SearchView,
    Step,
    TypingView,
    View,
)
from kiosk.language.names import suggest
from kiosk.payments.qr import matrix
from kiosk.payments.vietqr import PaymentCode, encode

Lang = str

PAYLOAD = encode(
    PaymentCode(
        bin="999999", account="0000123400005", amount=100_000, purpose="HC7K4M2Q9XRX", name="PHONG QLXNC", city="MAU"
    )
)
"""A code of a made-up bank and account."""

WARDS = ("An Biên", "An Dương", "An Hải", "An Phong", "An Quang", "An Thành", "An Khánh", "An Lão", "An Trường")


def _bell(lang: Lang) -> Button:
    return Button("help", _say(lang, "Gọi cán bộ tới giúp", "Call an officer"), style="help", icon="bell-ring")


def _counter(lang: Lang) -> Button:
    return Button("counter", _say(lang, "Để cán bộ ghi", "Let the officer write it"), style="secondary")


def _say(lang: Lang, vi: str, en: str) -> str:
    return vi if lang == "vi" else en


def _step(lang: Lang, number: int, vi: str, en: str) -> Step:
    return Step(number, 5, _say(lang, vi, en))


def mother(lang: Lang) -> TypingView:
    return TypingView(
        page="mother-name",
        lang=lang,
        step=_step(lang, 3, "Người thân", "Family"),
        title=_say(lang, "Mẹ của ông, bà\ntên là gì?", "Your mother's name"),
        lead=_say(lang, "Bấm đủ họ, chữ đệm và tên, như trên giấy tờ.", "Surname, middle name and given name."),
        label=_say(lang, "Họ, chữ đệm và tên của mẹ", "Her full name"),
        suggest=suggest,
        next_label=_say(lang, "Tiếp tục", "Continue"),
    )


def mother_again(lang: Lang) -> TypingView:
    text = _say(lang, "Xin bấm tên mẹ. Không nhớ thì bấm Quay lại.", "Please enter her name, or touch Back.")
    return replace(mother(lang), note=Note("e", text), help_button=_bell(lang))


def street(lang: Lang) -> TypingView:
    return TypingView(
        page="street",
        lang=lang,
        step=_step(lang, 3, "Chỗ ở", "Residence"),
        title=_say(lang, "Số nhà, ngõ, thôn,\ntổ là gì?", "House number,\nstreet or hamlet"),
        label=_say(lang, "Số nhà, ngõ, thôn, tổ", "Number, street, hamlet"),
        keyboard="text",
        limit=100,
        next_label=_say(lang, "Tiếp tục", "Continue"),
        extra=_counter(lang),
    )


def street_again(lang: Lang) -> TypingView:
    text = _say(lang, "Xin bấm số nhà hoặc tên thôn, tổ.", "Please enter a house number or a hamlet.")
    return replace(
        street(lang), note=Note("e", text), help_button=_bell(lang), value="12/3 ngõ Trần Hưng Đạo, tổ dân phố"
    )


def phone(lang: Lang) -> PadView:
    return PadView(
        page="phone",
        lang=lang,
        step=_step(lang, 3, "Liên hệ", "Contact"),
        title=_say(lang, "Số điện thoại\nlà số nào?", "Which phone number?"),
        lead=_say(lang, "Cơ quan gọi số này khi có tin.", "The office calls it when there is news."),
        label=_say(lang, "Số điện thoại", "Phone number"),
        groups=(4, 3, 3),
        limit=11,
        value="091234567",
        next_label=_say(lang, "Tiếp tục", "Continue"),
    )


def phone_again(lang: Lang) -> PadView:
    text = _say(
        lang,
        "Số điện thoại có 10 chữ số. Ông, bà mới bấm 9 số.",
        "A phone number has 10 digits. You have entered 9.",
    )
    return replace(phone(lang), note=Note("e", text), help_button=_bell(lang))


def old_number(lang: Lang) -> PadView:
    return PadView(
        page="old-number",
        lang=lang,
        step=_step(lang, 3, "Hộ chiếu cũ", "Old passport"),
        title=_say(lang, "Số hộ chiếu cũ là gì?", "Old passport number"),
        lead=_say(lang, "Xem ở trang có ảnh, góc trên bên phải.", "On the photo page, upper right corner."),
        label=_say(lang, "Số hộ chiếu", "Passport number"),
        letters=True,
        value="B1234567",
        limit=12,
        next_label=_say(lang, "Tiếp tục", "Continue"),
        extra=(_counter(lang),),
    )


def old_number_again(lang: Lang) -> PadView:
    text = _say(
        lang,
        "Số thường có 1 chữ và 7 hoặc 8 số. Xin xem lại.",
        "Usually 1 letter and 7 or 8 digits. Please look again.",
    )
    keep = Button("keep", _say(lang, "Vẫn ghi như vậy", "Keep it as it is"), style="secondary")
    view = old_number(lang)
    return replace(view, note=Note("w", text), value="BB123", extra=(keep, *view.extra), help_button=_bell(lang))


def old_date(lang: Lang) -> DateView:
    return DateView(
        page="old-date",
        lang=lang,
        step=_step(lang, 3, "Hộ chiếu cũ", "Old passport"),
        title=_say(lang, "Hộ chiếu cũ cấp ngày nào?", "When was it issued?"),
        lead=_say(
            lang,
            "Xem ở trang có ảnh, dòng “Ngày cấp”.\nBấm ngày trước, rồi tháng, rồi năm.",
            "On the photo page, “Date of issue”.\nFirst the day, then month and year.",
        ),
        labels=("Ngày", "Tháng", "Năm") if lang == "vi" else ("Day", "Month", "Year"),
        words=_date_words(lang),
        unknown=_say(lang, "Tôi không nhớ", "I do not remember"),
        next_label=_say(lang, "Tiếp tục", "Continue"),
    )


def old_date_again(lang: Lang) -> DateView:
    text = _say(
        lang, "Hộ chiếu này có thể còn hạn. Xin xem lại.", "This passport may still be valid. Please look again."
    )
    keep = Button("keep", _say(lang, "Vẫn ghi như vậy", "Keep it as it is"), style="secondary")
    return replace(old_date(lang), note=Note("w", text), value="27/11/2021", extra=(keep,), help_button=_bell(lang))


def mother_born(lang: Lang) -> DateView:
    return replace(
        old_date(lang),
        page="mother-born",
        step=_step(lang, 3, "Người thân", "Family"),
        title=_say(lang, "Mẹ sinh ngày, tháng,\nnăm nào?", "When was she born?"),
        lead=_say(lang, "Chỉ nhớ năm cũng được.", "The year alone will do."),
        year_only=_say(lang, "Chỉ nhớ năm", "Only the year"),
    )


def full_date(lang: Lang) -> DateView:
    return replace(old_date(lang), page="full-date", value="27/11/1974")


def place(lang: Lang) -> SearchView:
    kind = _say(lang, "phường", "ward")
    return SearchView(
        page="place",
        lang=lang,
        step=_step(lang, 3, "Chỗ ở", "Residence"),
        title=_say(lang, "Ông, bà đang ở\nphường, xã nào?", "Your ward or commune now"),
        lead=_say(lang, "Bấm vài chữ đầu, không cần dấu, rồi chọn.", "Type the first letters, then choose."),
        row=(_say(lang, "Tỉnh, thành phố", "Province or city"), "Hải Phòng", _say(lang, "Đổi", "Change")),
        search=lambda text: tuple(Found(name, name, kind) for name in WARDS if _plain(name).startswith(_plain(text))),
        help_cell=Button("counter", _say(lang, "Không thấy ở đây", "It is not here"), style="help"),
    )


def ethnic(lang: Lang) -> SearchView:
    names = ("Ba Na", "Bố Y", "Brâu", "Bru Vân Kiều", "Chăm", "Chơ Ro", "Chu Ru", "Chứt", "Co", "Cờ Ho", "Cờ Lao")
    return SearchView(
        page="ethnic-list",
        lang=lang,
        step=_step(lang, 3, "Dân tộc", "Ethnic group"),
        title=_say(lang, "Ông, bà là người dân tộc nào?", "Your ethnic group"),
        search=lambda text: tuple(Found(n, n) for n in names if _plain(n).startswith(_plain(text))),
        help_cell=_counter(lang),
    )


def check_view(lang: Lang) -> CheckView:
    rows = (
        Row("why", "Việc", "Đổi hộ chiếu hết hạn"),
        Row("person", "Người khai", "Nguyễn Thị Mẫu\n031 ••• ••• 678", locked=True),
        Row("birthplace", "Nơi sinh", "Thành phố Hải Phòng"),
        Row("ethnic", "Dân tộc, tôn giáo", "Kinh, Không theo tôn giáo nào"),
        Row("home", "Chỗ ở", "Số 12, ngõ 5, phố Trần Hưng Đạo, tổ 3, Phường An Biên, Thành phố Hải Phòng"),
        Row("work", "Nghề", "Nghỉ hưu"),
        Row("parents", "Cha, mẹ", "Nguyễn Văn Mẫu, 1930, Trần Thị Huệ, 1932"),
        Row("spouse", "Vợ, chồng", "Đang có vợ, có chồng, Phạm Văn Mẫu, 1950"),
        Row("old", "Hộ chiếu cũ", "B1234567, 05/09/2016"),
        Row("contact", "Liên hệ", "0912 345 678"),
    )
    return CheckView(
        page="check",
        lang=lang,
        step=_step(lang, 4, "Kiểm tra lại", "Check"),
        title=_say(lang, "Xin ông, bà xem lại", "Please check your answers"),
        lead=_say(
            lang,
            "Chỗ nào chưa đúng, bấm nút Sửa ở dòng đó.\nSửa xong, máy trở lại trang này.",
            "Touch Change beside a wrong answer.\nYou come back here after it.",
        ),
        rows=rows,
        edit_label=_say(lang, "Sửa", "Change"),
        locked_label=_say(lang, "Từ thẻ", "From card"),
        more_label=_say(lang, "Xem tiếp, còn {n} dòng", "Show {n} more"),
        declaration=(
            _say(
                lang,
                "Tôi cam đoan những điều khai trên là đúng và chịu trách nhiệm trước pháp luật.",
                "I declare that the answers above are true and take responsibility for them before the law.",
            ),
            _say(
                lang,
                "Bấm Đúng hết, nộp hồ sơ là ông, bà cam đoan như trên.",
                "Touching All correct, send makes this declaration.",
            ),
        ),
        buttons=(Button("submit", _say(lang, "Đúng hết, nộp hồ sơ", "All correct, send"), icon="arrow-right"),),
    )


def pay_how(lang: Lang) -> PayHowView:
    return PayHowView(
        page="pay-how",
        lang=lang,
        bar="after",
        can_back=False,
        step=_step(lang, 5, "Trả lệ phí", "Pay the fee"),
        title=_say(lang, "Ông, bà muốn trả\nlệ phí bằng cách nào?", "How would you\nlike to pay?"),
        lead=_say(lang, "Hồ sơ đã lưu trong máy, không sợ mất.", "Your file is saved in this machine."),
        amount="100.000",
        currency="đồng",
        amount_words=_say(lang, "Một trăm nghìn đồng", "Một trăm nghìn đồng"),
        payee_label=_say(lang, "Lệ phí cấp hộ chiếu", "Passport fee"),
        payee=_say(lang, "Phòng Quản lý xuất nhập cảnh", "Phòng Quản lý xuất nhập cảnh"),
        choices=(
            Choice(
                "phone",
                _say(lang, "Điện thoại của tôi", "My own phone"),
                _say(lang, "Quét mã bằng ứng dụng ngân hàng", "Scan with a bank app"),
                icon="cellphone",
            ),
            Choice(
                "family",
                _say(lang, "Nhờ người nhà trả", "A relative pays"),
                _say(lang, "Máy in mã ra giấy, quét ở đâu cũng được", "The code is printed, to scan anywhere"),
                icon="account-group",
            ),
            Choice(
                "cash",
                _say(lang, "Tiền mặt ở quầy số 3", "Cash at counter 3"),
                _say(lang, "Cầm phiếu máy in sang quầy", "Take the slip to the counter"),
                icon="cash-multiple",
            ),
            Choice(
                "later",
                _say(lang, "Để trả sau", "I will pay later"),
                _say(lang, "Mã và hạn trả có trên phiếu", "Code and last day are on the slip"),
                icon="clock-outline",
            ),
        ),
        note=Note(
            "i",
            _say(lang, "Tiền vào tài khoản của cơ quan.", "Money goes to the office's account."),
            _say(lang, "Ông, bà không chuyển cho riêng ai.", "You pay nobody privately."),
            "bank",
        ),
    )


def pay_how_offline(lang: Lang) -> PayHowView:
    view = pay_how(lang)
    why = _say(lang, "Mất mạng, máy chưa thấy được tiền", "No line: money cannot be seen now")
    return replace(view, choices=(replace(view.choices[0], sub=why, possible=False), *view.choices[1:]))


def pay_qr(lang: Lang) -> PayQrView:
    return PayQrView(
        page="pay-qr",
        lang=lang,
        bar="after",
        can_back=False,
        step=_step(lang, 5, "Trả lệ phí", "Pay the fee"),
        title=_say(lang, "Mời ông, bà quét mã để trả", "Scan to pay"),
        amount="100.000",
        currency="đồng",
        amount_words=_say(lang, "Một trăm nghìn đồng", "Một trăm nghìn đồng"),
        matrix=matrix(PAYLOAD),
        facts=(
            (_say(lang, "Nơi nhận tiền", "Payee"), "Phòng Quản lý xuất nhập cảnh"),
            (_say(lang, "Tài khoản cơ quan", "The office's account"), "0000 1234 00005\nNgân hàng Mẫu"),
            (_say(lang, "Nội dung, máy đã ghi sẵn", "Content, already in the code"), "HC7K 4M2Q 9XRX"),
        ),
        status=Note(
            "w",
            _say(
                lang,
                "Máy chưa thấy tiền về. Ngân hàng có lúc chậm.\nXin đừng trả thêm.",
                "No money seen yet. Banks can be slow.\nPlease do not pay again.",
            ),
            _say(lang, "Hỏi ngân hàng lúc 09:31:20.", "Bank asked at 09:31:20."),
        ),
        left_label=_say(lang, "Mã còn hiện trên màn hình", "The code stays on for"),
        left_text=_say(lang, "9 phút 40 giây", "9 min 40 s"),
        left_fraction=0.96,
        promise=_say(lang, "Mã tắt rồi mà tiền về sau, máy vẫn nhận.", "Money that comes later is still taken."),
        buttons=(
            Button("other", _say(lang, "Chọn cách khác", "Another way"), style="secondary"),
            Button("paid", _say(lang, "Tôi đã trả rồi", "I have paid"), icon="check-bold"),
        ),
    )


def pay_qr_ended(lang: Lang) -> PayQrView:
    return replace(
        pay_qr(lang),
        matrix=None,
        left_label="",
        left_text="",
        promise="",
        status=Note(
            "w",
            _say(lang, "Mã đã tắt. Tiền về sau, máy vẫn nhận.", "The code is off. Late money is still taken."),
            _say(lang, "Hỏi ngân hàng lúc 09:41:20.", "Bank asked at 09:41:20."),
        ),
        buttons=(
            Button("again", _say(lang, "Hiện mã thêm 10 phút", "Show it 10 min more"), style="secondary"),
            Button("print", _say(lang, "In phiếu, tôi về", "Print, I go home"), icon="printer"),
        ),
    )


def pay_qr_paid(lang: Lang) -> PayQrView:
    text = _say(lang, "Đã nhận 100.000 đồng. Cảm ơn ông, bà.", "100.000 đồng received. Thank you.")
    return replace(pay_qr(lang), status=Note("i", text), buttons=())


def pay_wait(lang: Lang) -> PayWaitView:
    return PayWaitView(
        page="pay-wait",
        lang=lang,
        bar="after",
        can_back=False,
        step=_step(lang, 5, "Trả lệ phí", "Pay the fee"),
        title=_say(lang, "Máy chưa biết tiền\nđã đến hay chưa", "We cannot see\nyour money yet"),
        lead=_say(lang, "Ông, bà đừng trả thêm lần nữa.", "Please do not pay a second time."),
        facts=(
            (_say(lang, "Số phiếu", "Slip number"), "A 0427"),
            (_say(lang, "Số tiền", "Amount"), "100.000 đồng"),
            (_say(lang, "Mã trả tiền", "Payment code"), "HC7K 4M2Q 9XRX"),
            (_say(lang, "Ông, bà báo đã trả", "You said you paid"), _say(lang, "lúc 09:41 hôm nay", "at 09:41 today")),
        ),
        promises=(
            ("bank", _say(lang, "Máy hỏi ngân hàng tiếp, cả khi ông, bà về.", "The bank is asked on without you.")),
            ("cellphone", _say(lang, "Có tin, cơ quan gọi 0912 ••• 678.", "News: the office calls 0912 ••• 678.")),
            ("arrow-right", _say(lang, "Tiền về thì hồ sơ đi tiếp.", "Once it is there, the file goes on.")),
            ("clock-outline", _say(lang, "Trước 16:30 có trả lời.", "You have an answer before 16:30.")),
        ),
        buttons=(
            Button("more", _say(lang, "Chờ thêm 5 phút", "Wait 5 min more"), style="secondary"),
            Button("print", _say(lang, "In phiếu", "Print the slip"), icon="printer"),
        ),
    )


def done(lang: Lang) -> DoneView:
    return DoneView(
        page="done",
        lang=lang,
        bar="after",
        can_back=False,
        title=_say(lang, "Hồ sơ đã lưu.\nCảm ơn ông, bà.", "Saved.\nThank you."),
        number_label=_say(lang, "Số phiếu", "Slip number"),
        number="A 0427",
        steps=(
            (
                "receipt-text",
                _say(lang, "Lấy phiếu", "Take the slip"),
                _say(lang, "ở khe bên trái", "slot on the left"),
            ),
            (
                "card-account-details",
                _say(lang, "Cầm thẻ căn cước", "Keep your ID card"),
                _say(lang, "cho khỏi quên", "do not leave it here"),
            ),
            (
                "account-tie",
                _say(lang, "Sang quầy số 3", "Go to counter 3"),
                _say(lang, "đưa thẻ, ảnh, hộ chiếu cũ", "with card, photo, old passport"),
            ),
        ),
        warning=_say(lang, "Chưa qua quầy thì hồ sơ chưa gửi đi.", "Your file is sent only after the counter."),
        money=_say(lang, "Lệ phí 100.000 đồng, chưa thấy tiền.", "Fee 100.000 đồng, no money seen yet."),
        countdown=_say(lang, "Màn hình tự xóa sau 45 giây.", "The screen clears in 45 seconds."),
        buttons=(
            Button("reprint", _say(lang, "In lại phiếu", "Print again"), style="secondary", icon="printer"),
            Button("finish", _say(lang, "Xong việc", "I have finished"), icon="check-bold"),
        ),
    )


def done_slip(lang: Lang) -> DoneView:
    lines = ("CÔNG AN PHƯỜNG MẪU", "PHIẾU NỘP HỒ SƠ", "A 0427", "Cấp hộ chiếu", "09:44 ngày 23/11/2026")
    return replace(done(lang), slip_lines=lines)


def done_no_slip(lang: Lang) -> DoneView:
    view = done(lang)
    first = (
        "printer",
        _say(lang, "Phiếu in ở quầy số 3", "Slips: counter 3"),
        _say(lang, "Xin ghi nhớ số phiếu", "Please note the number"),
    )
    return replace(view, no_slip=True, steps=(first, *view.steps[1:]), buttons=view.buttons[1:])


def done_ask(lang: Lang) -> DoneView:
    return replace(
        done(lang),
        ask=_say(lang, "Phiếu ra đủ chưa?", "Did the whole slip come out?"),
        buttons=(
            Button("out-broken", _say(lang, "Chưa, in ở quầy số 3", "No, print at counter 3"), style="secondary"),
            Button("out-whole", _say(lang, "Đủ rồi", "Yes"), icon="check-bold"),
        ),
    )


ENTRY_VIEWS: dict[str, Callable[[Lang], View]] = {
    "typing": mother,
    "typing-again": mother_again,
    "typing-text": street,
    "typing-text-again": street_again,
    "pad": phone,
    "pad-again": phone_again,
    "pad-letters": old_number,
    "pad-letters-again": old_number_again,
    "date": old_date,
    "date-full": full_date,
    "date-again": old_date_again,
    "date-year": mother_born,
    "place": place,
    "list": ethnic,
    "check": check_view,
    "pay-how": pay_how,
    "pay-how-offline": pay_how_offline,
    "pay-qr": pay_qr,
    "pay-qr-ended": pay_qr_ended,
    "pay-qr-paid": pay_qr_paid,
    "pay-wait": pay_wait,
    "done": done,
    "done-slip": done_slip,
    "done-no-slip": done_no_slip,
    "done-ask": done_ask,
}
"""name -> the view in a language"""


def _plain(text: str) -> str:
    from kiosk.language.folding import folded

    return folded(text)


def _date_words(lang: Lang) -> Callable[[str], str]:
    from kiosk.identity.person import PartialDate
    from kiosk.language.dates import date_words

    def words(value: str) -> str:
        try:
            return date_words(PartialDate.from_shown(value), lang)
        except ValueError:
            return ""

    return words
