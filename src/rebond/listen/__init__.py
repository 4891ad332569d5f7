"""Listen: every voice, from every channel, in one place, nothing lost."""
