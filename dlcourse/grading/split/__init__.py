"""Split: the tests in one process, the student's code in another, and plain data between the two."""
