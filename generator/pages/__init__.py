"""Pages: each module builds the data of some pages; `render` turns data and templates into Markdown."""
