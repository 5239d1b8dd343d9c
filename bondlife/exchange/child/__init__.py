"""What runs inside the limited child process: it reads a hostile file and answers with plain values.

Nothing here imports more than the standard library and the reader of the one file type that is at hand,
so that the child starts in a few hundredths of a second.
"""
