"""What people say of voices: the sample that they label, the readings that they correct."""
