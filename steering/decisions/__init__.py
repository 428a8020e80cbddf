"""What the Committee decides, in a meeting or in writing: positions of the seats, the record, and what follows."""
