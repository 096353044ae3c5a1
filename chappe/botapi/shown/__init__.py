"""Canonical objects as JSON: a module for each noun; what is read from rows is read before, by `scene`."""
