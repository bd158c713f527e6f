"""What is still reachable inside the process is found, whoever holds it; what is gone is not."""

import secrets
import subprocess
import sys
import threading
from collections import deque
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial

from kiosk.proving import forget_process
from kiosk.proving.forget_process import alive, in_process, still_in_memory
from kiosk.proving.forget_values import Values


def stranger():
    """A name that was never in this process."""
    return f"Nguyễn Thị {secrets.token_hex(6)}"


class Holder:
    """Holds what it is given, in an attribute."""

    def __init__(self, held):
        self.held = held


@dataclass(slots=True)
class Slotted:
    held: object


class Glued:
    """A text as pages break it: blanks that hold."""

    def __init__(self, name):
        self.text = name.replace(" ", "\u202f")


@lru_cache
def measured(text):
    return len(text)


@contextmanager
def kept(thing):
    yield
    del thing


@contextmanager
def in_a_cache(name):
    measured(name)
    yield
    measured.cache_clear()


@contextmanager
def in_a_thread(name):
    """A variable of a thread that waits."""
    there, over = threading.Event(), threading.Event()

    def wait(text):
        there.set()
        over.wait(20)
        return text

    thread = threading.Thread(target=wait, args=(name,))
    thread.start()
    there.wait(20)
    yield
    over.set()
    thread.join()


@contextmanager
def in_a_module(name):
    forget_process.planted = {"last": (name,)}
    yield
    del forget_process.planted


def closed_over(name):
    return lambda: name


PLANTS = {
    "attribute": lambda name: kept(Holder(name)),
    "slot": lambda name: kept(Slotted(name)),
    "bytes": lambda name: kept(Holder(name.encode())),
    "bytearray": lambda name: kept(Holder(bytearray(name.encode("utf-16-le")))),
    "inside a longer text": lambda name: kept(Holder(f"031|{name}|Nữ")),
    "key": lambda name: kept(Holder({name: 1})),
    "deep in containers": lambda name: kept(Holder([{"rows": ({"text": name},)}])),
    "queue": lambda name: kept(Holder(deque([name]))),
    "closure": lambda name: kept(closed_over(name)),
    "partial": lambda name: kept(partial(print, name)),
    "exception": lambda name: kept(ValueError(name)),
    "glued by a page": lambda name: kept(Glued(name)),
    "cache": in_a_cache,
    "thread": in_a_thread,
    "module": in_a_module,
}


def planted(*places):
    """The plants, and the values by place: nothing else here knows the names."""
    names = {place: stranger() for place in places}
    return [PLANTS[place](name) for place, name in names.items()], Values.texts(names)


def found_while_planted(plants, values):
    """What one search of the whole process finds; the plants are let go after it."""
    with ExitStack() as stack:
        while plants:
            stack.enter_context(plants.pop())
        return in_process(values)


def test_a_text_that_something_holds_is_found_wherever_it_is_and_is_not_once_it_is_let_go():
    plants, values = planted(*PLANTS)
    assert {hit.kind for hit in found_while_planted(plants, values)} == set(PLANTS)
    assert in_process(values) == []


def test_who_holds_it_is_said_and_what_it_is_is_not():
    assert {hit.kind: hit.place for hit in found_while_planted(*planted("deep in containers", "module"))} == {
        "deep in containers": f"held by {__name__}.Holder.held/list/dict/tuple/dict",
        "module": "held by kiosk.proving.forget_process.planted/dict/tuple",
    }


def test_the_search_does_not_find_itself():
    values = Values.texts({"name": stranger()})
    for _ in range(2):
        assert in_process(values) == []


def test_what_is_alive_is_counted_by_type():
    held = [Holder(None), Holder(None)]
    assert alive(lambda kind: kind is Holder) == {"Holder": 2}
    del held
    assert alive(lambda kind: kind is Holder) == {}


def test_the_memory_of_another_process_is_searched_for_what_it_holds():
    name = stranger()
    script = "import sys; name = sys.stdin.readline(); print('ready', flush=True); sys.stdin.readline()"
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    with process:
        process.stdin.write(f"{name}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n"
        assert still_in_memory(process.pid, Values.texts({"name": name})) > 0
        assert still_in_memory(process.pid, Values.texts({"name": stranger()})) == 0
        process.stdin.close()
