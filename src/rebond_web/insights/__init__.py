"""An insight on the site: its page, what people say of it, what is planned."""
