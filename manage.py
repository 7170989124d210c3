#!/usr/bin/env python3
"""Django's command line, for this site."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line with this site's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "procedures.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
