"""Messages for later: kept until their date (or until the other one comes online), then sent by a job.

A scheduled message has a number of its own in its dialog's queue, which only its author sees; its body is
a row of `body` that no box has a copy of. What is sent at the same moment (an album) is sent together.
Tables: `scheduled`, `scheduled_number`. Wire: https://core.telegram.org/api/scheduled-messages
"""
