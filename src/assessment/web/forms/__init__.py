"""Forms: the shape of what people send, never its meaning."""
