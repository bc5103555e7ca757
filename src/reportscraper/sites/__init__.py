"""Which counties there are, where their reports lie, and how their sites are to be treated: one TOML file a county."""
