"""Files, archives and addresses to texts: bounded, checked, with the encoding found."""
