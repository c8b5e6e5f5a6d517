"""Handing out: an assignment of any nbgrader course, looked through before students get it."""
