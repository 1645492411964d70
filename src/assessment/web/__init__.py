"""The pages: load, check, call one service, answer. No page computes, selects or commits."""
