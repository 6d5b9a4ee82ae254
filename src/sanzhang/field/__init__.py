"""The field app: a web app that works without a network. Built from ``frontend/field``; this package only serves it."""
