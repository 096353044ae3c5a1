"""Where rows are kept: one interface, SQL written once, two engines.

`database.py` is the promise, `sqlite.py` and `postgres.py` keep it, `sql.py` is the seam between
their dialects, `migrate.py` makes the tables, `open.py` picks the engine from a URL. Which tables
there are is no concern of this room: the SQL stands in the `store` of each feature.
"""
