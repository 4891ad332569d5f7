"""The site: a thin shell of Django around the library. Views translate; figures come from `ask`."""
