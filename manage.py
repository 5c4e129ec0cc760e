#!/usr/bin/env python
"""Command line of the site. Without DJANGO_SETTINGS_MODULE it runs on the embedded default."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
