"""The bench of faults: what is acknowledged stays, once, whatever is killed, broken or busy."""
