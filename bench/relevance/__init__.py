"""How good the search's answers are: judged queries over the sample's content, measured on the search page itself."""
