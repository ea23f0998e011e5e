"""Configuration of Postfix and of SPF policy services, read into frozen values; nothing is written.

Promise: every value knows the very bytes of the file that it came from, so that a change of it
can be said as a diff of that file.
"""
