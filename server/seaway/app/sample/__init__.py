"""Harbor Commerce, the sample organisation: an online shop of about 300 entities, to look at first."""
