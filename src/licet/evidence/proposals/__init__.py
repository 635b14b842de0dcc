"""Events to acts that a person may accept, and what was decided of them."""
