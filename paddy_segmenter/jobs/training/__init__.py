"""The job that trains a network: its options by topic, each with its checks, and the job that they make together."""
