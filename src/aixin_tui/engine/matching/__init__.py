"""Who is paired with whom: the model, the exact solver, its proof and its explanations."""
