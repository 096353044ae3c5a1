"""Web pages that bots show within clients: opened with signed data about who looks, and what comes back from them.

Also what is near to it: signing in to web sites by a button, and picking users and chats for a bot. The pages are
on servers of the bots; here are their addresses, the sessions that are open, and what pages have stored.
Tables: `web_view`, `web_app`, `web_value`, `web_domain`, `web_button`. Wire: https://core.telegram.org/api/bots/webapps
"""
