"""What a browser would send for a scenario's page."""

from typing import Any

from django import forms
from wagtail.blocks import Block, FieldBlock, ListBlock, StreamBlock, StructBlock

from scenarios.authoring.to_page import PLAIN, STREAMS
from scenarios.models import ScenarioPage


def posted(values: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The editor's form filled with stored values (see `page_values`); missing ones are the model's defaults."""
    blank = ScenarioPage()
    sent: dict[str, Any] = {"slug": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    for name in PLAIN:
        value = values.get(name, getattr(blank, name))
        sent[name] = "" if value is None else value
        if isinstance(value, bool):
            sent[name] = "on" if value else ""
    for name in STREAMS:
        block = ScenarioPage._meta.get_field(name).stream_block
        sent |= _block(block, block.to_python(values.get(name, [])), name)
    return {name: value for name, value in {**sent, **more}.items() if value != "" or name != "outcome_reported_apart"}


def _block(block: Block, value: Any, prefix: str) -> dict[str, Any]:
    if isinstance(block, StreamBlock):
        return _items(value, prefix, [(child.block, child.value, child.id, child.block_type) for child in value])
    if isinstance(block, ListBlock):
        children = [(block.child_block, child.value, child.id, "") for child in value.bound_blocks]
        return _items(value, prefix, children)
    if isinstance(block, StructBlock):
        found: dict[str, Any] = {}
        for name, child in block.child_blocks.items():
            found |= _block(child, value[name], f"{prefix}-{name}")
        return found
    assert isinstance(block, FieldBlock)
    return _field(block, value, prefix)


def _items(value: Any, prefix: str, children: list[tuple[Block, Any, Any, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {f"{prefix}-count": str(len(children))}
    for at, (block, item, identifier, kind) in enumerate(children):
        here = f"{prefix}-{at}"
        found |= {f"{here}-deleted": "", f"{here}-order": str(at), f"{here}-type": kind, f"{here}-id": identifier or ""}
        found |= _block(block, item, f"{here}-value")
    return found


def _field(block: FieldBlock, value: Any, prefix: str) -> dict[str, Any]:
    state = block.get_form_state(value)
    if isinstance(block.field.widget, forms.CheckboxInput):
        return {prefix: "on"} if value else {}
    if isinstance(block.field.widget, forms.Select):
        return {prefix: state[0] if state else ""}
    if isinstance(state, list):
        return {prefix: state} if state else {}
    return {prefix: "" if state is None else state}
