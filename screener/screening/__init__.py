"""One patient from answers to result, and the rule base made ready for that."""
