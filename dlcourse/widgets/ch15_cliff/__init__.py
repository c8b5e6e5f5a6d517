"""Chapter 15: the cliff: a start, a rate and a threshold for clipping; who is thrown out, who arrives?"""
