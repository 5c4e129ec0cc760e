"""Compile the translations: pure Python, so that a machine without GNU gettext can run the site."""

from pathlib import Path

import polib

for source in sorted(Path(__file__).resolve().parent.parent.glob("locale/*/LC_MESSAGES/*.po")):
    polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
