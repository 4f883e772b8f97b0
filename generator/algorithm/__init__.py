"""The algorithm of content/algorithm/: its records, its checks, its state space, its outline and picture."""
