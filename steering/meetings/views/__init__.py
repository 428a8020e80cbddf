"""Pages of meetings, by who uses them: readers, who runs a meeting, who attends it, who writes its minutes."""
