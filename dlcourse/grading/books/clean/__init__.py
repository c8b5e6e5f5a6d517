"""Clean: what a student's notebook shows, without anything that a browser would run or fetch."""
