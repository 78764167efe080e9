"""What concerns a member since they last looked, and how word of it leaves the site."""
