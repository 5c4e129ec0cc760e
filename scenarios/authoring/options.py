"""What an author can choose from outside the scenario: the competencies and indicators that plugins offer."""

from __future__ import annotations

from lms.plugins import registry
from lms.plugins.contributions import IndicatorOption

Groups = list[tuple[str, list[IndicatorOption]]]


def indicator_groups() -> Groups:
    """Every offered competency and indicator, in groups, in the order the plugins give them."""
    groups: dict[str, list[IndicatorOption]] = {}
    for answer in registry.ask("indicators"):
        option: IndicatorOption = answer.value
        groups.setdefault(str(option.group), []).append(option)
    return list(groups.items())


def indicator_names() -> dict[str, str]:
    """Key → name, for the keys that are offered."""
    return {option.key: str(option.label) for _, options in indicator_groups() for option in options}
