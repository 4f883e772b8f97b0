"""Cell therapies and antibodies: lymphodepletion, step-up doses, eligibility, immunoglobulins.

Every number comes from the edition. An edition made before these records existed has none: the answer then is
``not_covered``.
"""
