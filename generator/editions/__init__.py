"""Editions: the register, freezing, rendering each from its frozen file, comparing, publishing."""
