"""Web pages: what a link leads to, shown below the message.

A page is fetched once for all who link to it (`fetch`, with its guards), read (`reading`: OpenGraph, Twitter
cards, plain HTML), and kept for a while. Messages keep only its id: whoever is shown one is shown the page
as it is by then. While it is on its way it is `webPagePending`; when it has come, everyone who waits for it
gets `updateWebPage`.
Tables: `webpage`, `webpage_reader`. Wire: https://core.telegram.org/constructor/webPage
"""
