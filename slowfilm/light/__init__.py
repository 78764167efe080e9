"""Light set by hand: keys, painted light, exposure over time, and the pass that renders them."""
