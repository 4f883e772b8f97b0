"""The treatment algorithm: where the document places a patient, and when a relapse or a transplant is considered."""
