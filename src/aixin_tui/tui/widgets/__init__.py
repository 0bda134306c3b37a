"""Widgets of our own: the list that draws its rows, the form, the choosers, the bars at top and bottom."""
