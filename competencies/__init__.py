"""The competencies plugin: frameworks, requirements, the evidence ledger and the engine that reads it."""
