"""What the consultants' inbox says of meetings: the clocks of its tasks, and the wishes that wait beside them."""
