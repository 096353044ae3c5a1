"""Going out to the web on a stranger's word: previews of links, files sent by address.

Whoever may name an address for a server to visit will name its neighbours: the router, the database, the
clouds' metadata. So every hop is checked by `guard`, and the connection goes to the very address that was
checked: a name that answers differently the second time gains nothing. Bytes, time, hops, ports and
types of content have limits. Off unless an administrator turns it on (`Settings.fetch`).
"""
