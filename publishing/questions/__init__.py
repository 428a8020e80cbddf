"""Readers' questions to those who keep a record: relayed without addresses, answered, and public once approved."""
