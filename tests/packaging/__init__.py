"""The wheel and the editable install."""
