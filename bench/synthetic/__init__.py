"""A library of as many synthetic practices as wanted, in three languages, in a database of its own."""
