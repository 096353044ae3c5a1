"""Where the bytes of files are: a directory or an S3 bucket, by one interface."""
