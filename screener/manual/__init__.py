"""Pages about the rules themselves: the manual in Markdown, and what `screener rules` prints in a terminal."""
