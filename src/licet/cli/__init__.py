"""The command line: parse, call, print. No decisions are made here."""

from licet.cli.app import main

__all__ = ["main"]
