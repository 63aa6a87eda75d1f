"""Work spread over processes: the same results in the same order, and a problem when one of them dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from dossier.deliver import workers
from dossier.deliver.workers import parallel_map, run_in_background
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

MANY = 1000
forking = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the work is done in one process")


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_order(jobs):
    each = parallel_map(jobs)
    assert list(each(lambda n: n * n, range(MANY))) == [n * n for n in range(MANY)]
    assert list(each(str, range(3))) == ["0", "1", "2"]
    assert list(each(str, ())) == []


TOGETHER = """
import os, sys
from pathlib import Path
from time import monotonic, sleep
from dossier.deliver.workers import parallel_map

folder, main = Path(sys.argv[1]), os.getpid()
until = monotonic() + 300  # only ends what hangs

def work(_):
    (folder / str(os.getpid())).touch()
    while os.getpid() == main and len(list(folder.iterdir())) < 2 and monotonic() < until:
        sleep(0.001)  # however late a busy machine lets another process begin
    return os.getpid()

print(len(set(parallel_map(3)(work, range(1000)))))
"""


@forking
def test_other_processes_take_part(tmp_path):
    """In a process of its own: what other tests' threads hold where they are forked, nobody releases."""
    done = subprocess.run([sys.executable, "-c", TOGETHER, tmp_path], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 1


def wait_for_another(folder: Path) -> None:
    """Until another process than this one has left its name, however late a busy machine lets it begin."""
    until = monotonic() + 300  # only ends what hangs
    while not any(path.name != str(os.getpid()) for path in folder.iterdir()) and monotonic() < until:
        sleep(0.001)


def fail(number: int) -> int:
    if number == MANY // 2:
        raise Failure(Problem(Location("somewhere", number), Severity.ERROR, "value", "it cannot be done"))
    return number


@pytest.mark.parametrize("jobs", [1, 3])
def test_errors_of_other_processes_are_raised(jobs):
    with pytest.raises(Failure, match="it cannot be done"):
        list(parallel_map(jobs)(fail, range(MANY)))


@forking
def test_a_killed_process_is_a_problem(tmp_path):
    here = os.getpid()

    def die(number: int) -> int:
        (tmp_path / str(os.getpid())).touch()
        if os.getpid() == here:
            wait_for_another(tmp_path)
        else:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(Failure, match="ended by signal 9"):
        list(parallel_map(2)(die, range(MANY)))


def test_background_work_returns_its_result():
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
