"""Logs: one line of `key=value` an event, on standard error. Never secrets, codes, text of messages.

structlog writes them. It is imported with the first line that is really written: a server that has
nothing to say starts a tenth of a second sooner.
"""

import logging
import os
import sys

_level = logging.WARNING
_formed = False


class Log:
    """A logger. The fields of an event are numbers, names and reasons, never content."""

    def info(self, event: str, **fields: object) -> None:
        """Something that happens every day."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """Something that somebody should look at when there is time."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, **fields: object) -> None:
        """Something that went wrong on our side."""
        self._write(logging.ERROR, event, fields)

    def exception(self, event: str, **fields: object) -> None:
        """The same, with the exception that is being handled."""
        self._write(logging.ERROR, event, {**fields, "exc_info": True})

    @staticmethod
    def _write(level: int, event: str, fields: dict[str, object]) -> None:
        if level < _level:
            return
        import structlog  # noqa: PLC0415 - see above

        if _formed and not structlog.is_configured():
            _form()
        structlog.get_logger().log(level, event, **fields)


log = Log()


def configure() -> None:
    """Set the form of the log; the level is the environment's CHAPPE_LOG (default: warning)."""
    global _level, _formed  # noqa: PLW0603 - one process, one log
    name = os.environ.get("CHAPPE_LOG", "warning").upper()
    _level = logging.getLevelNamesMapping().get(name, logging.WARNING)
    _formed = True


def _form() -> None:
    """Lines of `key=value` with the time in front, on standard error."""
    import structlog  # noqa: PLC0415 - see above

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
