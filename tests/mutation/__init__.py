"""Mutation of the library: a rule with a flipped sign or a dropped factor must turn at least one test red.

`make mutants` runs it. `operators` says what a mutant is, `mutants` finds all of a file, `patch` puts one
into the running library, `reach` knows which tests come near it, `trial` runs those, each in one of the
`forks`; `work` does all this in turn, `report` counts. `equivalent` lists the mutants that compute the same.
Constants of a module are not mutated: they were computed before the first test.
"""
