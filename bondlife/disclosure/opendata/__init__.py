"""Published contents as open data: projects by OC4IDS, contracts by OCDS for PPPs, tables, feeds, JSON-LD.

Only stored public contents are read. What a standard has no place for stands under ``x_bondlife``, in fen.
"""
