"""Services outside that can be asked where else a picture or a page was seen.

Each is a file here: how it is asked and what its answers mean. All are off until an operator
switches them on (PROVIDERS_ON); everything goes out through ``door.Door``, at the service's own
pace and through ``webfetch``. What they answer are leads: nothing here writes evidence or decides
what a lead is worth (``pipeline.look_ups`` and people do). The paces are the only rows written.
"""
