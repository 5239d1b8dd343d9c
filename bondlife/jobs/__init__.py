"""The job process and its jobs, one a file."""
