"""From the YAML files of a rule base to the frozen model, or to every problem at once."""
