"""What leaves the system on paper: documents and mail, made from plain values."""
