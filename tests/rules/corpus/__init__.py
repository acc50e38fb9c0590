"""Single changes of the valid estate that AWS is known to refuse, and odd ones it takes."""
