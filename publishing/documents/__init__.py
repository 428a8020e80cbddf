"""Documents and their files: what is taken in, what is known of it, who may open it."""
