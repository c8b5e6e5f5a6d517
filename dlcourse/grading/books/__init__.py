"""Books: verdicts into nbgrader's gradebook, notebooks and feedback pages that run nothing, and exports."""
