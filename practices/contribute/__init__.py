"""Contributing a practice: the form in steps, what is still missing, and the way to the Secretariat."""
