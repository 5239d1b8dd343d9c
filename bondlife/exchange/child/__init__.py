"""What runs behind the fence: a warm process with the readers, and its fork that reads one hostile file.

Nothing here imports more than the standard library and the readers, and the answer is plain values.
"""
