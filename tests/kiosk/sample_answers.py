"""What the woman of the sample walk, whose passport has expired, answers: page id -> key or text."""

ANSWERS = {
    "why": "expired",
    "old-number": "C0000012",
    "old-date": "05/09/2016",
    "birthplace": "proposed",
    "ethnic": "Kinh",
    "religion": "none",
    "home-now": "card",
    "work": "retired",
    "parents": "both",
    "mother-name": "Trần Thị Huệ",
    "mother-born": "-/-/1932",
    "father-name": "Nguyễn Văn Mẫu",
    "father-born": "-/-/1928",
    "spouse": "widowed",
    "contact": "own",
    "phone": "0900000678",
}
