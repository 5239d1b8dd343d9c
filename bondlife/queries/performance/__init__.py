"""What the pages of performance management show."""
