"""What is asked on a form, what is wrong with the answers, and how they are stored."""
