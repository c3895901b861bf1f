"""Publishing: from a commit to the site that readers get, never half, never wrong, and back in one command.

    target.py     the folder that is published into: its settings, its releases, the one link that says which is live
    commits.py    what is asked of the git repository: which commit, is it fit to be checked out, its files in a folder
    building.py   the commit's own check and build, in a process of their own with limits
    contents.py   a release's files: compressed, shared with earlier releases, listed with their hashes
    policy.py     the Content-Security-Policy: the few inline scripts by their hash
    health.py     does the server answer with the new release
    lock.py  log.py  steps.py  command.py  server.py
"""
