"""Handmade views for tests: the words of the walk, and the most that a page is ever given."""

from dataclasses import replace

from kiosk.journey.views import (
    Button,
    CalledSheet,
    CardView,
    Choice,
    ChoiceView,
    ConfirmView,
    Fact,
    FactsView,
    HomeView,
    IdleSheet,
    IdleView,
    LookupView,
    MessageView,
    Note,
    Sheet,
    SizeSheet,
    Step,
    StoppedView,
    Tile,
    View,
)

STEP = Step(3, 5, "Việc hộ chiếu")

IDLE = IdleView(
    page="idle",
    title="Kính chào ông, bà",
    lead="Làm giấy tờ công an ngay tại máy này.\nKhông cần điện thoại thông minh.",
    button="Chạm để bắt đầu",
    bar="start",
    can_back=False,
    promises=(
        ("card-account-details", "Mang theo\nthẻ căn cước"),
        ("bell-ring", "Bấm chuông,\ncán bộ tới giúp"),
        ("lock", "Xong việc,\nmáy tự xóa hết"),
    ),
)

HOME = HomeView(
    page="home",
    greeting="Kính chào ông, bà.",
    title="Ông, bà cần làm việc gì?",
    lead="Chạm vào một ô bên dưới.\nÔ có số để ông, bà dễ nói với cán bộ.",
    bar="start",
    tiles=(
        Tile("1", "id", "card-account-details", "Căn cước", "Cấp mới, đổi, cấp lại"),
        Tile("2", "residence", "home-account", "Cư trú", "Thường trú, tạm trú"),
        Tile("3", "passport", "passport", "Hộ chiếu", "Xuất nhập cảnh"),
        Tile("4", "traffic", "traffic-light", "Giao thông", "Xem lỗi, nộp phạt"),
        Tile("5", "fire", "fire-extinguisher", "Phòng cháy\nchữa cháy"),
        Tile("6", "report", "message-alert", "Phản ánh", "Kiến nghị, góp ý"),
    ),
    lookup=Tile("", "lookup", "file-search", "Tra cứu hồ sơ", "Xem đã xong chưa"),
    unsure=Tile("", "unsure", "chat-question", "Tôi chưa rõ", "Cán bộ tới hỏi giúp"),
)

HOME_BANNER = replace(
    HOME,
    banner=Note(
        "w",
        "Đường truyền mất từ 09:10.",
        "Máy vẫn nhận hồ sơ và tự gửi sau. Lệ phí trả ở quầy số 3. Máy thử nối lại mỗi phút.",
        "wifi-off",
    ),
)

BRING = FactsView(
    page="bring",
    step=Step(1, 5, "Chuẩn bị"),
    title="Làm hộ chiếu, ông, bà\ncần mang những gì?",
    lead="Chưa đủ giấy cũng không sao, máy chỉ cách.",
    facts=(
        Fact("card-account-details", "Bắt buộc", "Thẻ căn cước"),
        Fact("passport", "Nếu đã từng có", "Hộ chiếu cũ"),
        Fact("image-outline", "Nộp ở quầy", "Ảnh 4×6, nền trắng"),
        Fact("clock-outline", "Làm tại máy", "chừng 10 phút"),
        Fact("cash-multiple", "Lệ phí", "100.000 đồng", "Mất, hỏng: 200.000 đồng"),
        Fact("calendar", "Thời hạn", "8 ngày làm việc", "Tính từ khi nhận đủ hồ sơ, lệ phí"),
    ),
    notes=(
        Note("i", "Hộ chiếu này không gắn chip. Muốn có chip, xin gọi cán bộ."),
        Note("w", "Nếu lúc làm bị mất mạng:", "Máy vẫn nhận hồ sơ và tự gửi sau.", "wifi-off"),
    ),
    buttons=(
        Button("missing", "Tôi thiếu giấy", style="secondary"),
        Button("next", "Tôi có đủ", icon="arrow-right"),
    ),
)

NOTICE = FactsView(
    page="notice",
    step=Step(1, 5, "Chuẩn bị"),
    title="Máy đọc và giữ những gì?",
    facts=(
        Fact("bank", "Ai nhận", "Phòng Quản lý xuất nhập cảnh, Công an thành phố Mẫu."),
        Fact("text-box-outline", "", "Để làm hộ chiếu, theo Luật 49/2019 và Luật 91/2025."),
        Fact("qrcode-scan", "", "Lấy: mã trên thẻ và lời ông, bà khai."),
        Fact("alert-circle", "", "Dân tộc, tôn giáo là thông tin nhạy cảm."),
        Fact("web", "", "Gửi: cổng dịch vụ công và nơi cấp hộ chiếu."),
        Fact("delete-outline", "", "Chưa nộp mà thôi thì máy xóa hết."),
        Fact("eye-outline", "", "Ông, bà được xem, sửa, xin xóa: hỏi quầy số 3."),
    ),
    buttons=(
        Button("all", "Xem đủ", style="secondary"),
        Button("help", "Tôi muốn cán bộ làm giúp", style="secondary"),
        Button("next", "Tôi đã rõ, làm tiếp", icon="arrow-right"),
    ),
)

SLOT = Tile("1", "slot", "qrcode-scan", "Khe quét", "Đưa mặt có mã\nvuông vào khe")
CAMERA = Tile("2", "camera", "camera", "Máy ảnh", "Giơ thẻ, cách\nmột gang tay")

CARD = CardView(
    page="card",
    step=Step(2, 5, "Thẻ căn cước"),
    title="Mời ông, bà đưa thẻ\ncăn cước cho máy đọc",
    lead="Mã vuông ở mặt trước thẻ cũ, mặt sau thẻ mới.",
    ways=(SLOT,),
    status_text="Máy đang chờ thẻ. Ông, bà cứ thong thả.",
    privacy="Máy chỉ đọc thẻ cho việc này. Xong việc, máy xóa hết.",
    buttons=(Button("no_card", "Tôi không mang theo thẻ", style="secondary"),),
)

CARD_TWO = replace(CARD, ways=(SLOT, CAMERA), status="reading", status_text="Đã thấy thẻ. Ông, bà giữ yên một chút.")

CARD_REFUSED = replace(
    CARD,
    status="refused",
    status_text="Máy quét cần chỉnh lại. Không phải lỗi của ông, bà. Mã T-211.",
    help_button=Button("help", "Gọi cán bộ tới giúp", style="help", icon="bell-ring"),
)

CONFIRM = ConfirmView(
    page="confirm",
    step=Step(2, 5, "Thẻ căn cước"),
    title="Đây có phải là ông, bà không?",
    lead="Ông, bà cất thẻ cho khỏi quên.",
    name_label="Họ, chữ đệm và tên",
    name="Nguyễn Thị Mẫu",
    rows=(
        ("Ngày sinh", "12/03/1955"),
        ("Giới tính", "Nữ"),
        ("Địa chỉ trên thẻ", "Số 12, ngõ 5, phố Mẫu,\nphường Mẫu, Hải Phòng"),
    ),
    number_label="Số căn cước",
    number_masked="031 ••• ••• 678",
    number_full="031 155 012 678",
    show_label="Xem số",
    note=Note("i", "Máy mới đọc mã trên thẻ. Cán bộ sẽ xem thẻ và người ở quầy.", icon="shield-check"),
    buttons=(
        Button("yes", "Đúng là tôi", icon="check-bold"),
        Button("no", "Không phải, hoặc có chỗ sai", style="secondary"),
    ),
)

CONFIRM_LONG = replace(
    CONFIRM,
    name="Công Tằng Tôn Nữ Hoàng Nguyễn Thị Phương Thảo Nguyên",
    rows=(
        ("Ngày sinh", "12/03/1955"),
        ("Giới tính", "Nữ"),
        (
            "Địa chỉ trên thẻ",
            "Số 1234/56/78B, tổ dân phố Nguyễn Đình Chiểu, phường Hồng Bàng, quận Hồng Bàng, Hải Phòng",
        ),
    ),
    note=Note("w", "Trên thẻ có chỗ chưa khớp. Cán bộ sẽ xem giúp."),
)

CHOICE = ChoiceView(
    page="why",
    step=STEP,
    title="Vì sao ông, bà làm\nhộ chiếu lần này?",
    lead="Chạm vào một câu. Máy tự sang bước sau.",
    note=Note("i", "Không chắc thì bấm Gọi cán bộ."),
    choices=(
        Choice("first", "Tôi chưa có hộ chiếu bao giờ", "Đã từng có, dù lâu, xin chọn ô 2"),
        Choice("expired", "Hộ chiếu cũ đã hết hạn", "Còn giữ thì mang đến quầy", chosen=True),
        Choice("valid", "Hộ chiếu cũ còn hạn", "Phải nộp lại ở quầy"),
        Choice("damaged", "Hộ chiếu bị hỏng, rách", "Lệ phí 200.000 đồng"),
        Choice("lost", "Hộ chiếu bị mất", "Phải báo mất trước"),
    ),
)

CHOICE_LONG = replace(
    CHOICE,
    page="home-now",
    title="Hiện nay ông, bà ở đâu?",
    row=("Địa chỉ trên thẻ", "Số 12, ngõ 5, phố Mẫu, phường Mẫu, Hải Phòng (nay là phường Hồng Bàng)"),
    choices=(
        Choice("card", "Ở đúng địa chỉ trên thẻ", "Không đăng ký tạm trú nơi khác"),
        Choice("temporary", "Ở nơi đã đăng ký tạm trú, đang có giấy", "Mang giấy tạm trú đến quầy nếu còn giữ"),
        Choice("elsewhere", "Ở nơi khác, chưa đăng ký", possible=False, sub="Mất mạng, máy chưa tra được nơi ở"),
        Choice("moved", "Đã chuyển thường trú, thẻ ghi chỗ cũ", "Cán bộ ghi nơi thường trú mới ở quầy"),
        Choice("counter", "Để cán bộ ghi"),
    ),
)

CHOICE_STEP = replace(CHOICE, step=Step(3, 5, "Việc hộ chiếu và giấy tờ đã nộp"), note=None)

MESSAGE = MessageView(
    page="card-refused",
    step=Step(2, 5, "Thẻ căn cước"),
    title="Máy chưa đọc được\nthẻ của ông, bà",
    lead="Không phải lỗi của ông, bà. Thẻ không bị hỏng gì.",
    tone="e",
    lines=(
        "Đã thử 2 lần, máy chưa thấy mã",
        "Bỏ thẻ ra khỏi bao, ví.",
        "Lau mã vuông rồi đưa vào khe.",
        "Đợi 5 giây cho máy đọc.",
    ),
    code="T-204",
    buttons=(
        Button("again", "Đọc lại thẻ", style="secondary", icon="refresh"),
        Button("counter", "Để cán bộ ghi", style="secondary"),
        Button("help", "Gọi cán bộ tới giúp", style="help", icon="bell-ring"),
    ),
)

LOST = MessageView(
    page="lost",
    step=STEP,
    title="Mất hộ chiếu thì phải\nbáo mất trước",
    lines=(
        "Báo mất là thủ tục khác, không mất tiền. Cán bộ ở quầy nhận đơn.",
        "Xin báo trong 2 ngày làm việc từ khi biết mất.",
    ),
    buttons=(
        Button("later", "Để hôm khác", style="secondary"),
        Button("reported", "Tôi đã báo mất rồi"),
        Button("help", "Gọi cán bộ tới giúp", style="help", icon="bell-ring"),
    ),
)

LOOKUP = LookupView(
    page="lookup",
    title="Tra cứu hồ sơ",
    lead="Đưa mã vuông trên phiếu vào khe.",
    lines=("Máy đang chờ phiếu.",),
)

LOOKUP_FOUND = LookupView(
    page="lookup",
    title="Hồ sơ của ông, bà",
    status="found",
    lines=("Hồ sơ chờ cán bộ xem thẻ.", "Mời ông, bà sang quầy số 3."),
    buttons=(Button("print", "In phiếu trả lệ phí", icon="printer"),),
)

STOPPED = StoppedView(
    page="stopped",
    bar="none",
    title="Máy này đang nghỉ",
    lines=("Mời ông, bà sang máy số 1, ở bên phải.", "Hoặc vào quầy số 3, có cán bộ làm giúp."),
    note=Note("i", "Hồ sơ đã nộp không bị mất.", "Máy vẫn giữ và gửi đi khi làm việc lại.", "shield-check"),
    code="Mã D-301 · từ 13:47",
    button=Button("help", "Gọi cán bộ", style="help", icon="bell-ring"),
)

LEAVE = replace(
    CHOICE,
    sheet=Sheet(
        id="leave",
        title="Ông, bà muốn thôi,\nvề trang đầu?",
        lines=("Máy giữ phần đã khai đến 17:00 hôm nay. Mở lại bằng phiếu này và thẻ căn cước.",),
        buttons=(
            Button("stay", "Không, tôi làm tiếp"),
            Button("keep", "Thôi, giữ lại phần đã khai", style="secondary"),
            Button("erase", "Thôi, xóa hết", style="delete"),
        ),
    ),
)

SIZE = replace(
    HOME,
    sheet=SizeSheet(
        id="size",
        title="Cỡ chữ và màu",
        sizes=(("1", "Vừa"), ("1.25", "To"), ("1.5", "Rất to")),
        themes=(("light", "Sáng\nChữ xanh, nền giấy"), ("contrast", "Tối\nChữ vàng, nền đen")),
        buttons=(Button("close", "Xong"),),
    ),
)

CALLED = replace(
    CHOICE,
    sheet=CalledSheet(
        id="called",
        title="Cán bộ đang tới",
        lines=(
            "Lê Minh Mẫu, quầy số 3, đã thấy.",
            "Ông, bà cứ ngồi đợi một phút.",
            "Trong lúc đợi, máy không xóa màn hình.",
        ),
        officer="Lê Minh Mẫu",
        buttons=(Button("close", "Tôi làm tiếp được rồi"),),
    ),
)

STILL_THERE = replace(
    CONFIRM,
    sheet=IdleSheet(
        id="idle",
        title="Ông, bà còn\nở đó không?",
        lines=(
            "Còn 18 giây nữa máy xóa màn hình, để người sau không thấy.",
            "Chưa nộp thì máy xóa hết, để người sau không thấy.",
        ),
        buttons=(Button("stay", "Tôi vẫn đang làm"), Button("erase", "Tôi xong rồi, xóa đi", style="secondary")),
        seconds=18,
        fraction=0.4,
        show_number=True,
    ),
)

VIEWS: dict[str, View] = {name.lower(): value for name, value in list(globals().items()) if isinstance(value, View)}
