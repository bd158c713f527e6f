"""The shipped catalogue, and what is said of a file that is wrong."""

import json
from datetime import date

import pytest

from kiosk.procedures import Catalogue, CatalogueFaults, check_catalogue, json_schema
from kiosk.procedures.catalogue import PROCEDURES

AREA = "xuat-nhap-canh"
ID = "cap-ho-chieu-pho-thong"
SHIPPED = (PROCEDURES / AREA / f"{ID}.yaml").read_text("utf-8")


@pytest.fixture
def write(tmp_path):
    """Write the shipped file, with one piece replaced, into a catalogue of its own; gives that file's path."""

    def _write(old="", new="", area=AREA, name=ID):
        assert old in SHIPPED
        path = tmp_path / area / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(SHIPPED.replace(old, new, 1) if old else SHIPPED, "utf-8")
        return path

    return _write


def line_of(piece):
    return SHIPPED[: SHIPPED.index(piece)].count("\n") + 1


def test_the_shipped_catalogue_has_no_fault():
    assert check_catalogue() == []


def test_procedures_are_found_by_id_and_area():
    catalogue = Catalogue.load()
    assert ID in catalogue
    assert catalogue.ids() == [ID]
    assert [procedure.id for procedure in catalogue.by_area(AREA)] == [ID]
    assert catalogue.by_area("pccc") == ()
    with pytest.raises(KeyError):
        catalogue["no-such"]


@pytest.mark.parametrize(("day", "fee"), [("2026-11-23", 100_000), ("2027-01-01", 200_000), ("2026-01-01", None)])
def test_the_listing_has_the_form_that_is_promised(day, fee):
    rows = Catalogue.load().listing(date.fromisoformat(day))
    assert rows == [
        {
            "id": ID,
            "area": AREA,
            "name": "Cấp hộ chiếu phổ thông ở trong nước",
            "code": "1.001456",
            "version": "2026-11-01",
            "from": "2026-07-01",
            "fee": fee,
            "payee": "passport-fee",
            "rung": "qr",
            "verdict": "begun-here",
            "verified": False,
        }
    ]
    json.dumps(rows)


def test_the_schema_names_every_field_of_a_procedure():
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert {"id", "pages", "items", "fees"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False
    assert "from" in schema["$defs"]["FormCase"]["properties"]


FAULTS = [
    ("rung: qr", "rungs: qr", "rungs: the field is not known.", 'Did you mean "rung"?'),
    ("rung: qr", "rung: qr\ncolour: red", "colour: the field is not known.", "Known here: id, area,"),
    ("rung: qr", "rung: magic", "rung: 'magic' is not known.", "Write one of 'qr', 'chip' or 'officer'."),
    ("minimum_age: 18", "", "minimum_age: the field is missing.", "Add it."),
    ("minimum_age: 18", "minimum_age: eighteen", "minimum_age: Input should be a valid integer", "Correct the value"),
    ("amount: 100000", 'amount: "100000"', "fees.0.amount: Input should be a valid integer", "Correct the value"),
    ("amount: 100000", "amount: -1", "fees.0.amount: Input should be greater than or equal to 0", "Correct"),
    (
        "short: {vi: Hộ chiếu, en: Passport}",
        "short: {vi: Hộ chiếu}",
        "short.en: the English text is missing.",
        "Write it beside the other.",
    ),
    ("short: {vi: Hộ chiếu, en: Passport}", 'short: {vi: Hộ chiếu, en: " "}', "The text is empty.", "both languages"),
    ("code: ", "area: pccc\ncode: ", 'The key "area" stands twice.', "Keep one of them."),
    ("until: 2026-12-31", "until: 2026-12-30", "No fee row holds between 2026-12-30 and 2027-01-01.", "Close the gap."),
    ("since: 2027-01-01", "since: 2026-12-31", "hc-new-2027 overlaps hc-new-2026.", "day before 2026-12-31"),
    ("until: 2026-12-31", "until: 2026-03-31", "hc-new-2026 ends before it begins.", "Correct one of the days."),
    ("since: 2027-01-01", "since: 2027-01-01\n    until: 2027-12-31", "No fee row holds after 2027-12-31.", "next row"),
    ("    since: 2026-04-01", "    since: 2026-08-01", "No fee row holds from 2026-07-01 on.", "Begin with the day"),
    ("{none_of: {why: [damaged, lost]}}", "{none_of: {why: [damaged]}}", "overlaps", "End"),
    ("id: hc-new-2027", "id: hc-new-2026", '"hc-new-2026" stands twice.', "another name"),
    ("kind: loss_report", "kind: lost_report", "papers.4.kind: 'lost_report' is not known.", "'loss_report'"),
    (
        "    taken: {vi: Đã xem giấy báo mất, en: Notice of loss seen}\n",
        "",
        "loss_report blocks, but nobody can confirm it.",
        "Add `taken`",
    ),
    (
        "    slip: {vi: Mang giấy báo mất hộ chiếu., en: Bring the notice of the lost passport.}\n",
        "",
        "The slip does not speak of loss_report.",
        "Add `slip`",
    ),
    (
        "when: {all_of: {why: [valid]}}",
        "when: {all_of: {wy: [valid]}}",
        'The condition names "wy", which is no page.',
        "Pages: why,",
    ),
    (
        "when: {all_of: {why: [valid]}}",
        "when: {all_of: {why: [stolen]}}",
        '"why" has no answer "stolen".',
        "Answers: first, expired, valid, damaged, lost.",
    ),
    (
        "when: {all_of: {why: [valid]}}",
        "when: {all_of: {work: [retired]}}",
        'The condition looks ahead to "work".',
        "earlier pages only",
    ),
    (
        "when: {all_of: {birthplace: [other]}}",
        "when: {all_of: {old-number: [C0000012]}}",
        '"old-number" has no answer "C0000012".',
        "Answers: counter.",
    ),
    ("  - id: work\n", "  - id: home-now\n", '"home-now" stands twice.', "another name"),
    ("counter_keys: [other]", "counter_keys: [others]", '"others" is no choice of this page.', "Choices: pages-full,"),
    ("dynamic: provinces", "dynamic: card-address", "card-address does not fit a page of kind list.", "provinces"),
    ("    dynamic: religions\n", "", 'The list of "religion-list" has nothing to search.', "`dynamic`"),
    ("check: mother-born", "check: phone", "phone does not check a page of kind date.", "another check"),
    (
        "    unknown: *forgot\n    idle_seconds: 180\n\n  - id: father-name",
        "\n  - id: father-name",
        "`year_only`",
        "Add",
    ),
    (
        "    missing: {vi: Xin bấm số điện thoại., en: Please enter the phone number.}\n",
        "",
        '"phone" does not say what to do when nothing is typed.',
        "Add `missing`.",
    ),
    ("pages: [contact, phone,", "pages: [contact, fon,", '"fon" is no page.', "Pages: why,"),
    ("pages: [contact, phone,", "pages: [contact,", '"phone" stands in 0 groups.', "Put it into one"),
    ("show: [$person.name]", "show: [$person.shoe]", '"$person.shoe" cannot be shown.', "$person.name"),
    ("value: $answers.phone, source", "value: $answers.fon, source", 'names "$answers.fon"', "$answers.PAGE"),
    ("value: $person.number", "value: $person.numbr", 'Item 4 names "$person.numbr", which nothing fills.', "form.py"),
    ("from: $birth_origin", "from: $birth_place", 'names "$birth_place"', "form.py"),
    (
        "      - {value: $birth_province, source: citizen}\n",
        "",
        "For some answers item 3b has no case.",
        "End with a case without `when`.",
    ),
    (
        "    cases:\n      - {when: {all_of: {religion: [none]}}",
        "    cases:\n      - {source: citizen}\n      - {when: {all_of: {religion: [none]}}",
        "Cases of item 6 after this one never hold.",
        "Move it to the end.",
    ),
    ("source: card_qr", "source: crystal_ball", "is not known.", "card_qr"),
    (
        '  - text: {vi: "Cấp lại hộ chiếu, không chip", en: "Another passport, without chip"}\n',
        "",
        "For some answers the job has no title.",
        "End with a title without `when`.",
    ),
    ("send: [hub, portal], pay", "send: [portal], pay", "goes over the hub", "Name hub in `send`."),
    ("pay: [hub, bank]", "pay: [hub]", "its money is seen at the bank", "Name bank in `pay`."),
    ("verdict: begun-here", "verdict: look-up", "cannot begin without the hub", "Name hub in `begin`."),
    ("pay: [hub, bank]", "pay: [hub, moon]", "should be 'line', 'hub', 'portal' or 'bank'", "Correct the value"),
    ("notice: notice-hc-1", "notice: notice-hc-9", 'There is no text "notice-hc-9".', "notice-hc-1"),
    ("declaration: declare-hc-1", "declaration: keep-hc-1", '"keep-hc-1" is a consent, not a declaration.', "another"),
    ('vi: "{days} ngày làm việc"', 'vi: "{dys} ngày làm việc"', "The place {dys} is not filled here.", "counter, days"),
    ('en: "{days} working days"', 'en: "working days"', "The two languages do not have the same places.", "same"),
    ("id: cap-ho-chieu-pho-thong", "id: ho-chieu", 'The id "ho-chieu" is not the name of the file.', f'Call it "{ID}"'),
    ("id: cap-ho-chieu-pho-thong", "id: Hộ chiếu", "id: String should match pattern", "Correct the value"),
    ("short: {vi: Hộ chiếu, en", "short: {vi: Hộ chiếu?, en: a, en", "This is no YAML", "in quotes"),
    ("version: 2026-11-01", "version: 2026-11-31", "This is no YAML", "YYYY-MM-DD"),
    ("vi: Hết trang", "vi: Lỗi hệ thống", 'The words "lỗi hệ thống" are not used.', "what to do instead"),
    ("vi: Hết trang", "vi: Bấm nút xanh", '"nút xanh" names a control by its colour.', "by its own words"),
    (
        "vi: Chỉ nhớ năm cũng được.",
        "vi: Một hai ba bốn năm sáu bảy tám chín mười một hai ba bốn năm sáu bảy tám chín mười mốt.",
        "A sentence of 21 syllables is too long.",
        "at most 20",
    ),
    (
        'vi: "Số hộ chiếu cũ là gì?"',
        "vi: Một hai ba bốn năm sáu bảy tám chín mười một hai ba",
        "A title of 13 syllables is too long.",
        "at most 12",
    ),
]


@pytest.mark.parametrize(("old", "new", "fault", "remedy"), FAULTS)
def test_a_fault_says_file_line_and_remedy(write, old, new, fault, remedy):
    path = write(old, new)
    found = [f for f in check_catalogue(path) if fault in f.fault]
    assert found, [str(f) for f in check_catalogue(path)]
    assert remedy in found[0].remedy
    assert found[0].file == str(path)
    with pytest.raises(CatalogueFaults):
        Catalogue.load(path.parent.parent)


@pytest.mark.parametrize(
    ("old", "new", "anchor"),
    [
        ("rung: qr", "rungs: qr", "rung: qr"),
        ("amount: 100000", "amount: lots", "amount: 100000"),
        ("dynamic: provinces", "dynamic: card-address", "dynamic: provinces"),
        ("when: {all_of: {why: [valid]}}", "when: {all_of: {why: [stolen]}}", "when: {all_of: {why: [valid]}}"),
        ("value: $person.number", "value: $person.numbr", "value: $person.number"),
        ("short: {vi: Hộ chiếu, en: Passport}", "short: {vi: Hộ chiếu}", "short: {vi: Hộ chiếu, en: Passport}"),
    ],
)
def test_the_line_is_the_one_to_correct(write, old, new, anchor):
    lines = {fault.line for fault in check_catalogue(write(old, new))}
    assert line_of(anchor) in lines


def test_a_fault_reads_as_one_line(write):
    path = write("rung: qr", "rungs: qr")
    first = str(check_catalogue(path)[0])
    assert first.startswith(f"{path}:")
    assert "\n" not in first


def test_all_faults_of_all_files_are_told_at_once(write, tmp_path):
    write("rung: qr", "rungs: qr")
    write("code:", "codes:", area="pccc", name="other")
    with pytest.raises(CatalogueFaults) as caught:
        Catalogue.load(tmp_path)
    assert {fault.file.rsplit("/", 1)[1] for fault in caught.value.faults} == {f"{ID}.yaml", "other.yaml"}
    assert len(caught.value.message.splitlines()) == len(caught.value.faults)


def test_a_file_in_the_wrong_folder_is_told(write):
    assert any("does not lie in the folder" in fault.fault for fault in check_catalogue(write(area="pccc")))


def test_an_id_in_two_files_is_told(write, tmp_path):
    write()
    write(area="pccc")
    assert any("stands in two files" in fault.fault for fault in check_catalogue(tmp_path))


def test_a_file_that_is_not_there_not_utf8_or_empty_is_told(tmp_path):
    assert "cannot be read" in check_catalogue(tmp_path / "no.yaml")[0].fault
    assert "holds no procedure" in check_catalogue(tmp_path)[0].fault
    bad = tmp_path / "bad.yaml"
    bad.write_bytes("name: Cấp hộ chiếu".encode("utf-16"))
    assert "not UTF-8" in check_catalogue(bad)[0].fault
    bad.write_text("", "utf-8")
    assert check_catalogue(bad)[0].line == 1


def test_a_sound_copy_loads(write):
    assert Catalogue.load(write().parent.parent).ids() == [ID]
