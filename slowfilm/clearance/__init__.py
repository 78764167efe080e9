"""The one answer to "may this be used for that?"."""
