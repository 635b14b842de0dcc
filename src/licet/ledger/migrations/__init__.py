"""Changes of the register's tables, in order."""
