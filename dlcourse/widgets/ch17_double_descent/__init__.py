"""Chapter 17: double descent: a fit of few samples gets ever more weights; where is it worst?"""
