"""Who sits on the Committee on a day, and how an office passes on."""
