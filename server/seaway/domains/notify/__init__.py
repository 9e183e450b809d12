"""What people watch, and what they are told about it."""
