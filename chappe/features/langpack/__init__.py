"""Language packs: the words that an app shows, when they come from the server.

Every app has English built in; this server ships no translations and lists English only, at version
0. An administrator adds packs as files, `DIR/langpack/PLATFORM/LANGUAGE.json` (docs/language-packs.md).
Tables: none. Wire: https://core.telegram.org/api/translations
"""
