"""The site's generator: content/ in, a complete MkDocs tree and the built site out.

load -> check -> build page data -> render -> write. Pure in the middle, reading and writing at the edges.
"""
