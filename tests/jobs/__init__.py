"""The job process: the table as a queue, leases, fencing."""
