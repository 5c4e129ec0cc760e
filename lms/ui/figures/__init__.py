"""The geometry of our own drawings: pure functions from numbers to SVG attributes.

Every coordinate is text, written with a point whatever the language of the page, ready for an attribute.
"""
