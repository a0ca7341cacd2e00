"""Experiments played: cells, chunks of games, Parquet; on one machine or a Dask cluster."""
