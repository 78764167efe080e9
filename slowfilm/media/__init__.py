"""Pictures, clips and sounds: reading them, and making what screens show. No Django inside."""
