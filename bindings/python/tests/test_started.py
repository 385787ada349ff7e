"""What passes between the library and the owners of started calls."""

import pytest

from cos_err import _started
from cos_err._flow import Feed
from cos_err._native import ffi
from cos_err._started import Started, take


class Call:
    """The library's side of a body."""

    def wake(self):
        pass

    def resume(self):
        pass


class Source:
    """Its first read is overtaken by a retry."""

    can_rewind = True
    position = 0

    def __init__(self):
        self.overtake = None

    def read(self, size):
        begin, self.position = self.position, self.position + size
        if self.overtake is not None:
            self.overtake()
        return b"0123456789"[begin : begin + size]

    def rewind(self):
        self.position = 0


@pytest.mark.parametrize("asks", [True, False], ids=["the retry reads at once", "the retry reads later"])
def test_bytes_of_an_earlier_attempt_are_not_sent(asks):
    source = Source()
    feed = Feed(Call(), source)
    feed.read(4)
    feed.serve()
    assert bytes(feed.read(4)) == b"0123"

    def overtake():
        source.overtake = None
        feed.rewind()
        if asks:
            feed.read(4)

    feed.read(4)
    source.overtake = overtake
    feed.serve()
    sent = b""
    while len(sent) < 10:
        data = feed.read(4)
        if isinstance(data, memoryview):
            sent += data
        else:
            feed.serve()
    assert sent == b"0123456789"


class Library:
    """Its queue has these completions; Ctrl-C comes when they have been taken."""

    def __init__(self, error, numbers):
        self.error, self.numbers = error, numbers

    def cos_queue_take(self, _queue, _wait, array, _length):
        for index, number in enumerate(self.numbers):
            array[index].user_data = ffi.cast("void *", number)
        if self.error is not None:
            raise self.error
        return len(self.numbers)


class Ended(Started):
    """A call that was never begun."""

    def __init__(self, error=None):
        super().__init__(None, None)
        self.raised, self.count = error, 0
        _started._RUNNING[self.number] = self

    def on_end(self):
        self.count += 1
        if self.raised is not None:
            raise self.raised


@pytest.mark.parametrize("where", ["in the library", "in a function of the caller"])
def test_an_interrupt_loses_no_call(monkeypatch, where):
    inside = where == "in the library"
    calls = [Ended(None if inside or number else KeyboardInterrupt()) for number in range(3)]
    library = Library(KeyboardInterrupt() if inside else None, [one.number for one in calls])
    array = _started.new_array()
    with monkeypatch.context() as patch:
        patch.setattr(_started, "lib", library)
        with pytest.raises(KeyboardInterrupt):
            take(None, array)
    assert [one.ended and one.count for one in calls] == [1, 1, 1]
    assert not any(one.number in _started._RUNNING for one in calls)
