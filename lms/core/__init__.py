"""Identifiers, clock, errors, localised text, audit and the outbox: what everything else stands on."""
