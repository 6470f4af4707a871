"""The command line: commands, the dialog in a terminal, and how problems are shown."""
