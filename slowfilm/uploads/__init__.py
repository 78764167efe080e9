"""Files on their way in: resumable uploads by tus, kept in pieces until they are whole."""
