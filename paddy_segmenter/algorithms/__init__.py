"""The Processing algorithms: each asks for a job's fields, lets the worker run the job and hands the outputs to QGIS."""
