"""The board for talent development: where people stand against what their positions ask, unit by unit.

`suppression` and `figures` are arithmetic, `selectors` reads, `board` puts a page together, `sentence` says it in
words, `report` makes tables of it and `views` show it.
"""
