"""Compiled loops behind the portfolio calculators; each has a plain numpy reference in the module of its
name.

Modules here import numba, which costs most of a second, so the public modules load them inside their
functions. Compiled code is kept beside the source; a helper changed in ``philox`` or ``sampling`` also means
touching the modules that build on it, because the cache looks only at the file of the loop itself.
"""
