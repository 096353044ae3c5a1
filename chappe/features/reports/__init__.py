"""Reports: what accounts tell the administrator about others. Kept as rows; nothing else comes of them by itself.

Tables: `report`. Wire: https://core.telegram.org/api/report
"""
