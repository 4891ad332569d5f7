"""Charts drawn as SVG by the server: x in % so that labels keep their size at any width."""
