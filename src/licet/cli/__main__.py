"""`python -m licet.cli`."""

from licet.cli.app import main

main()
