"""What stands behind the Makefile: from a bare Python to a running portal.

`__main__`, `refusal`, `preflight` and `environment` run on the machine's own Python with no library;
everything else runs in the environment that they make.
"""
