"""The author's screen: a folder of modules, what is wrong with it, and how learners will see it."""
