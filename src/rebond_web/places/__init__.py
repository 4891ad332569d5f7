"""A shop, a region, a seller, a product: its page among its peers."""
