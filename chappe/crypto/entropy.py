"""Where random bytes come from."""

import os
from collections.abc import Callable

Entropy = Callable[[int], bytes]
"""Gives that many unpredictable bytes."""

SYSTEM: Entropy = os.urandom
"""The operating system's generator: the only one for anything but tests."""
