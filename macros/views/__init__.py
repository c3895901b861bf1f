"""HTML fragments of the record: pure functions of a `Site`, every text from data escaped.

Links to pages of the site are written `site:van-ban/18-ct-tw.md#anchor`; the build turns each into the address
relative to the page it stands on, and refuses one that leads nowhere.
"""
