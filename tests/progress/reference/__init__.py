"""The method in exact fractions, one KPI at a time: slow, plain, and written without a look at the frames."""
