"""The files of a content folder, one by one."""
