"""`python -m screener`."""

from screener.cli.commands import main

main()
