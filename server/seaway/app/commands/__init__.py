"""Commands that need the server's own code; they join `seaway` by the entry points `seaway.commands`.

They import inside their functions, so that `seaway --help` stays quick.
"""
