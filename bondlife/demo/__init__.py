"""The demo: people and a portfolio built from real public figures by the product's own importers."""
