"""Payments: invoices of bots, how they are paid, and Stars; all of it with play money, in profile dev only.

A form is shown, the bot is asked, and then money moves: Stars from account to account (`ledger`), any other currency
from nowhere to nowhere, since the provider of payments that is built in takes any card. In profile production there is
no provider, and all is refused (`gate`). Photos and videos are sold with Stars as well (`media`,
`buying`). Tables: `invoice`, `payment`, `payment_form`, `payment_info`, `payment_saved`,
`star_account`, `star_transaction`, `star_entry`, `paid_media`, `paid_media_buyer`. Wire: https://core.telegram.org/api/payments
"""
