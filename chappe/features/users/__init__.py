"""Users: accounts, what one holds of another, and how one sees another.

`sight` reads what there is to know of any number of accounts with two statements; `view`, `status`, `full` and
`peer_settings` show it as far as the owners' rules let (`rules`). `news` says who hears of changes. Later rooms
enter themselves: `actions.greets`, `actions.takes_leave`, `full.completes`, `access.guards`, `access.witnesses`,
`sight.knows_members`.
Tables: `account`, `username`, `relation`. Wire: https://core.telegram.org/constructor/user
"""
