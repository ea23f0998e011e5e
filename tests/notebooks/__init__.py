"""The notebooks, executed anew and held against what is stored in them."""
