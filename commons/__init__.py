"""The domain of Recul and its database; it knows neither the index, the API nor the pages."""
