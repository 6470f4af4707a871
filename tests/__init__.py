"""The tests; a package, so that theirs is not mistaken for one that a dependency brings along."""
