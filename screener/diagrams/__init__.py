"""Every rule over all completions, as decision diagrams.

In this room "where" means a set of completions: "where a rule is met" are all completions in which it is.
"""
