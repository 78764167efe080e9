"""Light spaces: pictures made of nothing but lamps, apertures, strokes, haze and time."""
