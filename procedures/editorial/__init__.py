"""The verbs: nothing else in the project changes a version or what was said of one."""
