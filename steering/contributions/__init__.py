"""What participants offer and deliver: the ledger of contributions."""
