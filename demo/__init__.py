"""The demo organisation: a fictional Colombian hospitality group, its people, its content and a year of its life.

It sits above every other package and does nothing that a person could not have done: it calls the same services, at
earlier moments.
"""
