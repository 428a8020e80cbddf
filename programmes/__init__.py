"""The floor of joint programmes, projects, events, training and shared workspaces."""
