"""What imports and types cannot show."""
