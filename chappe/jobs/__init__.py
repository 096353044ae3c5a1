"""Work that is due later, kept in the database: it outlives the process and is done once.

Tables: `job`.
"""
