"""The rule base: its language, its frozen model, how it is read, and everything that can be wrong with it."""
