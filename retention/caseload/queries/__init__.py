"""The reads of the caseload: referrals, the inbox, the board, and where the time goes."""
