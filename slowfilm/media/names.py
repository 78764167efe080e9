"""What a master is called and what it is, for those who must not load what makes it."""

MASTER = "master.avi"
MASTER_TYPE = "video/x-msvideo"
