"""Rules compiled for many cases; a second path beside the evaluator, which it must agree with."""

from licet.batch.bare_case import LEAST, MOST, BareAnswer, BareCase, bare_case, bare_facts, role_bits
from licet.batch.in_time import BareLaw, change_days, public_days
from licet.batch.python_code import compile_bare, compile_rule, python_source

__all__ = [
    "LEAST",
    "MOST",
    "BareAnswer",
    "BareCase",
    "BareLaw",
    "bare_case",
    "bare_facts",
    "change_days",
    "compile_bare",
    "compile_rule",
    "public_days",
    "python_source",
    "role_bits",
]
