"""kpitrack: the KPIs of regional strategies as plain files, validated, judged and reported."""

__version__ = "0.1.0"
