"""Chapter 17: a penalty on the weights, from none to too much: does it help, and where does it hurt?"""
