"""The Committee desk: what awaits a country, and what happened since its people last looked."""
