"""Chapter 10: the surface explorer: from where does which method end at the critical point?"""
