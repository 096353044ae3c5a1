"""Files: parts that clients upload, photos and documents made of them, and their download.

Bytes are blobs, kept once for each content; rows say which photo, document or thumbnail shows which blob.
A blob is on the disk before a row points to it, so a crash leaves at most a blob that nobody knows: `collect`
finds it by its claim. Messages keep their media with `photoEmpty` and `documentEmpty` in the place of files;
`view.fill` puts the files in for one viewer.
Tables: `upload`, `upload_part`, `blob`, `rendition`, `photo`, `document`.
Wire: https://core.telegram.org/api/files, https://core.telegram.org/api/file-references
"""
