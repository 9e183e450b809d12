"""The composition root: knows everything, known by nobody."""
