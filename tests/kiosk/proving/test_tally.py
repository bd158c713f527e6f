"""What is counted at the far ends is what is there."""

import pytest

from kiosk.hub import dossiers
from kiosk.proving.tally import HubFile, duplicated, lost
from tests.kiosk.machine.bench import bench as made

NUMBER, OTHER = "031155000678", "031145000236"


@pytest.fixture
def bench(tmp_path):
    with made(tmp_path) as bench:
        yield bench


@pytest.fixture
def file(bench):
    return HubFile(bench.box.config.data, bench.box.config.office.id)


def kept(*numbers):
    return [{"key": str(place), "applicant": {"number": number}} for place, number in enumerate(numbers)]


def test_a_walk_that_is_not_at_the_portal_is_lost():
    told = {3: NUMBER, 8: OTHER}
    assert lost(told, kept(OTHER)) == [3]
    assert lost(told, kept(OTHER, NUMBER)) == []


def test_a_walk_that_is_twice_at_the_portal_is_doubled(file):
    walks = {3: NUMBER, 8: OTHER}
    assert duplicated(walks, file, kept(OTHER, NUMBER)) == []
    assert duplicated(walks, file, kept(OTHER, NUMBER, OTHER)) == [8]


def test_a_walk_that_is_twice_at_the_hub_is_doubled_before_any_officer_looked(bench, file):
    for session in ("01a20647-6540-7c31-9a40-000000000001", "01a20647-6540-7c31-9a40-000000000002"):
        assert duplicated({0: NUMBER}, file, []) == []
        bench.machine.seal(bench.session(session), bench.person(), bench.passport)
        bench.deliver()
    assert file.dossiers_of(NUMBER) == 2
    assert duplicated({0: NUMBER}, file, []) == [0]


def test_a_dossier_is_under_way_until_the_portal_has_it(bench, file):
    assert file.under_way() == 0
    bench.sealed()
    bench.deliver()
    assert file.under_way() == 1
    assert file.accepted() == set()


def test_a_dossier_that_the_portal_has_is_not_under_way(bench, file):
    sealed = bench.sealed()
    bench.deliver()

    def carried(tx):
        for event in ("looked", "sent"):
            dossiers.step(tx, sealed.id, event)
        dossiers.accept(tx, sealed.id, "G00.000.108-261125-000042", bench.clock.now(), None)

    bench.hub.store.write(carried)
    assert file.accepted() == {sealed.id}
    assert file.under_way() == 0


def test_sums_must_be_the_banks_and_none_beyond_what_is_due(bench, file):
    sealed = bench.sealed()
    bench.deliver()
    assert file.money_faults({}) == []
    bench.pay(sealed.due.reference, 60_000)
    assert file.money_faults({"1": 60_000}) == []
    assert file.money_faults({"1": 60_001}) == ["the hub has 1 credits of 60000, the bank 1 of 60001"]
    assert file.money_faults({"1": 60_000, "2": 1}) == ["the hub has 1 credits of 60000, the bank 2 of 60001"]
    bench.pay(sealed.due.reference, 60_000)
    assert file.money_faults({"1": 60_000, "2": 60_000}) == ["120000 was received where 100000 was due"]
