"""Runs jobs outside QGIS: finds a Python that has torch and follows the child process that does the job."""
