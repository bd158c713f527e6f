"""Payment codes, references, payees, requests and the matching of money that came."""
