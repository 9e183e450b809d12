"""Tables of rows out of files: CSV, JSON and YAML. The door is `reader`."""
