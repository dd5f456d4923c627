"""Steps of the conversion of arXiv listing text to the Kaggle snapshot's form; `make.py` puts them together."""
