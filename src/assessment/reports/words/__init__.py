"""What criteria files state as data, said in sentences: conditions, figures, ratings, rules."""
