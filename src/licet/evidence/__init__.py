"""Documents to claims, claims to events: what was said to be done, by whom, when, and in which words."""
