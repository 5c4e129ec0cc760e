"""From a stored build to the one the engine runs. Read once per process: a build never changes."""

from collections import OrderedDict
from functools import lru_cache
from threading import Lock

from lms.records.models import Build as StoredBuild
from scenarios.engine.analysis import Analysis, analyse
from scenarios.engine.build import Build, canonical_json, load_build
from scenarios.engine.learners import HABITS, simulate

KIND = "scenario"
"""The kind of builds and attempts that this plugin owns in the records."""

_MOST = 64
_read: OrderedDict[str, Build] = OrderedDict()
_lock = Lock()


def compiled(stored: StoredBuild) -> Build:
    """The engine's build of a stored row, its bytes checked against their hash."""
    with _lock:
        known = _read.get(stored.sha256)
        if known is not None:
            _read.move_to_end(stored.sha256)
            return known
    build = load_build(canonical_json(stored.definition), stored.sha256)
    with _lock:
        _read[stored.sha256] = build
        while len(_read) > _MOST:
            _read.popitem(last=False)
    return build


@lru_cache(maxsize=_MOST)
def usual_turns(build: Build) -> int:
    """About how many turns a play takes: those of someone who always gives the best reply, and at least one."""
    return max(1, simulate(build, HABITS["expert"], seed=0).state.turn)


@lru_cache(maxsize=2)
def analysed(build: Build) -> Analysis:
    """The whole solved scenario. Slow (0.5 to 1.5 s) and large: ask for the stored solution first."""
    return analyse(build)
