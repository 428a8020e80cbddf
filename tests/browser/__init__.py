"""The portal in a browser: the production server, its sample content, Chromium."""
