"""Grading: what comes in. A submission is read without trust, and a plan is made of it and of the source."""
