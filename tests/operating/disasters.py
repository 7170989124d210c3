"""Stopping a piece of work at a moment of one's choice, as a power cut would."""

import os
import posix
import resource
import signal
import sys
import warnings
from contextlib import contextmanager

from django.db import connection

#: What a process tells the audit hooks of Python before it touches a disk or starts another.
TOUCHES = {
    "open",
    "os.chmod",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "sqlite3.connect",
    "subprocess.Popen",
}


def killed(work, folder, point):
    """Do the work in a process of its own, killed before the nth time it touches the folder.

    Whether it was; it was not where the work came to its end before that.
    """

    def until_killed():
        _kill_at(point, str(folder))
        work()

    _, status = os.waitpid(beside(until_killed), 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def _kill_at(point, folder):
    left = point

    def hook(event, of):
        nonlocal left
        if event in TOUCHES and folder in str(of):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def beside(work):
    """Do the work in a process of its own, beside the test; `os.waitpid` waits for it."""
    connection.close()
    with warnings.catch_warnings():
        # Tests may run beside a thread that only waits for what to run next.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        ended = 1
        try:
            work()
            ended = 0
        finally:
            posix._exit(ended)  # not by coverage's, which would first write down what it has of us
    return child


@contextmanager
def room_for(size):
    """Within, no file grows larger than so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
