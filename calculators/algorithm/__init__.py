"""The treatment algorithm: where the document places a patient; when relapse or transplant is considered."""
