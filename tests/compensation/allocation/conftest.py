from hypothesis import settings

# Laws are about values; how long one example takes depends on what else the machine does.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
