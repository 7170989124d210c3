"""`make bench`: figures from one run on this machine, as ratios where they compare."""

from tests.benchmarks import loading

SUBJECTS = [loading]


def main():
    for subject in SUBJECTS:
        print(f"\n{subject.__doc__.strip()}\n")
        for line in subject.table():
            print(line)


main()
