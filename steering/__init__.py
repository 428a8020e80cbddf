"""The Steering Committee's floor: seats and terms, meetings, papers, positions, decisions, reports under review."""
