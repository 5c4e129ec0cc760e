"""Errors of the pure engine: a stable code and an English sentence, never a translated string."""

from __future__ import annotations


class ScenarioRuleError(Exception):
    """An input the rules of the scenario do not allow in this state. The state given in is unchanged."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class BuildError(Exception):
    """A build that cannot be read: wrong bytes, wrong schema version or a checksum that does not match."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
