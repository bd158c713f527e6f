"""Handmade views for tests: the longest words, the most parts."""

from kiosk.journey.views import Choice, ChoiceView, Note, Step

STEP = Step(3, 5, "Việc hộ chiếu")

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
