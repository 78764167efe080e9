"""What files are called and are, for those who must not load what makes or reads them."""

MASTER = "master.avi"
MASTER_TYPE = "video/x-msvideo"
OTIO_TYPE = "application/vnd.pixar.opentimelineio+json"
EDL_TYPE = "text/x-edl"
MATTES_TYPE = "application/x-slowfilm-mattes"
MATTES = "figures.mattes"
