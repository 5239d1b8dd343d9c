"""What runs outside the house: one file each, nothing but Python, handed out by the portal."""
