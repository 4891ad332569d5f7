"""A codebook made from the data: what people name, grouped, and named in their own words."""

from rebond.understand.building.assembling import Built, Proposal, build_codebook

__all__ = ["Built", "Proposal", "build_codebook"]
