int log_it(..., int level);
