"""The HTTP API: for the phone, and for other programs. One endpoint a file."""
