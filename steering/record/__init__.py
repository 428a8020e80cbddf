"""The Committee's record: what is adopted, closed or released is sealed into a chain that shows every later touch."""
