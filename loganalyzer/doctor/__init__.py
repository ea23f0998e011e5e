"""What can be judged from a log and what cannot, and which settings are mistaken.

Values in, values out. ``checks`` holds one file a topic, each a few small functions from what was
examined to findings; ``questions`` says what the log can answer.
"""
