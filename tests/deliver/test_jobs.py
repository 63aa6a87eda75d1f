"""Work shared by processes: the same results in the same order, and told when one of them dies."""

from __future__ import annotations

import os
import signal
import sys
from time import sleep

import pytest

from dossier.deliver import workers
from dossier.deliver.workers import parallel_map, run_in_background
from dossier.model import At
from dossier.problems import Failure, Problem, Severity

MANY = 1000
forking = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the work is done in one process")


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_order(jobs):
    each = parallel_map(jobs)
    assert list(each(lambda n: n * n, range(MANY))) == [n * n for n in range(MANY)]
    assert list(each(str, range(3))) == ["0", "1", "2"]
    assert list(each(str, ())) == []


@forking
def test_others_take_part():
    assert len(set(parallel_map(3)(slowly, range(MANY)))) > 1


def slowly(_: int) -> int:
    sleep(0.0005)
    return os.getpid()


def fail(number: int) -> int:
    if number == MANY // 2:
        raise Failure(Problem(At("somewhere", number), Severity.ERROR, "value", "it cannot be done"))
    return number


@pytest.mark.parametrize("jobs", [1, 3])
def test_what_is_raised_there_is_raised_here(jobs):
    with pytest.raises(Failure, match="it cannot be done"):
        list(parallel_map(jobs)(fail, range(MANY)))


@forking
def test_a_process_that_is_killed_is_told():
    here = os.getpid()

    def die(number: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(Failure, match="ended by signal 9"):
        list(parallel_map(2)(die, range(MANY * 50)))


def test_work_is_done_aside():
    """What it changes stays there; what it returns or raises comes back."""
    seen = []
    assert run_in_background(lambda: (seen.append(1), os.getpid())[1])() != os.getpid() or sys.platform != "linux"
    assert seen == [] or sys.platform != "linux"
    with pytest.raises(Failure, match="it cannot be done"):
        run_in_background(lambda: fail(MANY // 2))()


class Unsendable(Exception):
    """What no pickle carries."""

    def __init__(self, one: object, other: object) -> None:
        super().__init__("words")
        self.held = lambda: (one, other)


@pytest.mark.skipif(not workers._FORKS, reason="nothing is shared here")
@pytest.mark.parametrize("error", [ZeroDivisionError("words"), Unsendable(1, 2)])
def test_an_error_brings_the_traceback_of_its_process(error):
    def work():
        raise error

    with pytest.raises(Exception, match="words") as raised:
        workers.run_in_background(work)()
    (note,) = raised.value.__notes__
    assert "in work" in note
    assert "raise error" in note
