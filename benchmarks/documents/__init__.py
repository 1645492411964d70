"""What PDFs cost, made and downloaded again."""
