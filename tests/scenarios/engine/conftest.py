"""The exemplar, compiled and solved once for the tests that look at it."""

from __future__ import annotations

import pytest

from scenarios.engine.analysis import Analysis, analyse
from scenarios.engine.build import Build, compile_build
from scenarios.engine.definition import Definition
from scenarios.formats.native import load_yaml
from tests.scenarios.samples import EXEMPLAR


@pytest.fixture(scope="package")
def exemplar() -> Definition:
    return load_yaml(EXEMPLAR.read_text(encoding="utf-8"))


@pytest.fixture(scope="package")
def exemplar_build(exemplar: Definition) -> Build:
    return compile_build(exemplar)


@pytest.fixture(scope="package")
def exemplar_analysis(exemplar_build: Build) -> Analysis:
    return analyse(exemplar_build)
