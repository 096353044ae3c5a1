"""Logs: one line of `key=value` an event, on standard error. Never secrets, codes, text of messages."""

import logging
import os
import sys

import structlog


def configure() -> None:
    """Set the form of the log; the level is the environment's CHAPPE_LOG (default: warning)."""
    name = os.environ.get("CHAPPE_LOG", "warning").upper()
    level = logging.getLevelNamesMapping().get(name, logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
