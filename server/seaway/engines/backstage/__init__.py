"""The reader of Backstage files: a tree of bytes in, judged documents out. Pure; the door is `reader`."""
