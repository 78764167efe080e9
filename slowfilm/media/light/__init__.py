"""Light set by hand, on pixels: 10-bit planes in, lit planes out, in float32. No Django.

The browser does the same in WebGL2 (static/js/light/); tests/light_vectors.json says what both
must give.
"""
