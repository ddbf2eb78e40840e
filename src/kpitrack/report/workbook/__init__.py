"""The committee's workbook: a summary, the KPIs to be read and to be computed with, their series, charts and texts.

Every number is in a cell of its own, so that the sheets can be computed with; verdicts have a mark beside their colour,
so that they can be told apart on paper.
"""
