"""Where did this picture come from, and by when did it exist?"""
