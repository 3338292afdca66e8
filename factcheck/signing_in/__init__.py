"""Signing in: who somebody is, by which factors, and for how long that holds.

allauth and axes do the work; here is what this newsroom wants of them. Not for what a person
may do once signed in: that is ``claims.permissions``.
"""
