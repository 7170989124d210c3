"""`make bench`: figures from one run on this machine, as ratios where they compare.

ARGS=reading measures only that.
"""

import sys

from tests.benchmarks import (
    checking,
    leaflets,
    loading,
    reading,
    searching,
    serving,
    soaking,
    working,
    writing,
)

SUBJECTS = {
    "checking": checking,
    "leaflets": leaflets,
    "loading": loading,
    "reading": reading,
    "searching": searching,
    "serving": serving,
    "soaking": soaking,
    "working": working,
    "writing": writing,
}


def main():
    for name in sys.argv[1:] or SUBJECTS:
        subject = SUBJECTS[name]
        print(f"\n{subject.__doc__.strip()}\n")
        for line in subject.table():
            print(line)


main()
