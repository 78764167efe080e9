"""Shots in order, with sound: cuts, their versions, and what is made of them."""
