"""Results in words, for reports and screens alike: the catalogue, and how it speaks of facts, lists and statuses."""
