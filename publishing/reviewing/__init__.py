"""Reviews of what is submitted: who judges it, by which criteria, until when, and who may read what they wrote."""
