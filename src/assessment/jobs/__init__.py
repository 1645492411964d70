"""What runs behind the web."""
