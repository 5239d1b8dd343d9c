"""PPP payments as pure functions: terms read from data, periods and cycles, a statement from frozen inputs.

Nothing here reads a database, a clock or a setting: the same frozen text gives the same statement anywhere.
"""
