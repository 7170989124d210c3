"""Midnight at a clinic, when a test wants it: the clock is everybody's, the zone is made to fit.

To run the clock ahead (libfaketime) would be less true: what it says to a process is not what the
system, its files and PostgreSQL go by, and Python then no longer sleeps as it was told.
"""

import struct
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

#: A name that Django finds on the machine too; what it means is read from the folder first.
ZONE = "Europe/London"
_DAY = 24 * 3600


class Midnight:
    """A clinic that many seconds before midnight; `settings` are those of its processes.

    `at` is in seconds since 1970, and `day` is the one that ends then.
    """

    def __init__(self, folder, seconds):
        self.at = int(time.time()) + seconds
        ahead = -self.at % _DAY
        ahead -= _DAY if ahead > _DAY / 2 else 0
        self.day = datetime.fromtimestamp(self.at + ahead, UTC).date() - timedelta(days=1)
        file = folder / ZONE
        file.parent.mkdir(parents=True)
        # RFC 8536: no change of offset, one offset, and its name in four bytes.
        counts = struct.pack(">4sc15x6l", b"TZif", b"\0", 0, 0, 0, 0, 1, 4)
        file.write_bytes(counts + struct.pack(">lbB4s", ahead, 0, 0, b"LMT\0"))
        self.settings = {"TIME_ZONE": ZONE, "PYTHONTZPATH": f"{folder}:/usr/share/zoneinfo"}

    def pass_(self):
        """Wait until it has passed."""
        while (left := self.at - time.time()) > 0:
            time.sleep(left)


@contextmanager
def evening(look, folder, *, seconds):
    """What was seen on the evening before a midnight to come, and that midnight.

    `look` opens what is to be seen. Where that takes longer than there is, another evening is
    longer.
    """
    for patience in (1, 3, 9):
        midnight = Midnight(folder / f"zone-{patience}", seconds * patience)
        with ExitStack() as opened:
            seen = opened.enter_context(look(midnight))
            if time.time() < midnight.at:
                yield seen, midnight
                return
    raise AssertionError("no evening is long enough")
