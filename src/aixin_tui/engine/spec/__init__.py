"""What a province declares, as frozen values: the nine forms and the files of the province language."""
