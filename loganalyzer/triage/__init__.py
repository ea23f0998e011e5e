"""Sorts would-be rejections into units with their fate, signs, class and fix. Pure."""
